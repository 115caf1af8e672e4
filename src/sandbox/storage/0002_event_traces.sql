-- The W3C trace context of the request that caused an event; its webhook passes it on.
ALTER TABLE events ADD COLUMN traceparent TEXT NOT NULL DEFAULT '';
