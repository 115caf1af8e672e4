CREATE INDEX users_created ON users (created_at, id);
CREATE INDEX users_last_name ON users (last_name, id);
CREATE INDEX users_administrators ON users (id) WHERE role = 'admin' AND is_active = 1;
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- Tokens that were mailed and not used yet, by their hash alone.
CREATE TABLE account_tokens (
  hash TEXT PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users,
  purpose TEXT NOT NULL CHECK (purpose IN ('password_reset', 'email_verification')),
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX account_tokens_user ON account_tokens (user_id, purpose);
CREATE INDEX account_tokens_expiry ON account_tokens (expires_at);

-- Mails to send; also to addresses that have no account. Finished ones are counted for an hour and then go.
CREATE TABLE mails (
  id TEXT PRIMARY KEY,
  purpose TEXT NOT NULL CHECK (purpose IN ('password_reset', 'email_verification')),
  email TEXT NOT NULL,
  ordered_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  due_at INTEGER,
  finished_at INTEGER,
  CHECK ((due_at IS NULL) = (finished_at IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX mails_email ON mails (email, purpose, ordered_at);
CREATE INDEX mails_due ON mails (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX mails_finished ON mails (ordered_at) WHERE due_at IS NULL;
