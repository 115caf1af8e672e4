-- The unguessable part of the page's address on which a customer confirms a payment.
ALTER TABLE payment_intents ADD COLUMN action_token TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX payment_intents_action ON payment_intents (action_token) WHERE action_token <> '';
