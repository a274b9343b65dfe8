/** 'DRLN' in ASCII: marks an SQLite file as a study (https://www.sqlite.org/pragma.html#pragma_application_id). */
export const applicationId = 0x44524c4e

/** Each entry takes the database from the version that is its index to the next. Entries are never changed once released. */
export const migrations: readonly string[] = [
  `
  CREATE TABLE line (
    hash TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    first_seen TEXT NOT NULL
  ) STRICT;

  CREATE TABLE run (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('dream', 'train', 'judge', 'export', 'replay')),
    line_hash TEXT NOT NULL REFERENCES line,
    configuration TEXT NOT NULL CHECK (json_valid(configuration)),
    seed INTEGER NOT NULL,
    versions TEXT NOT NULL CHECK (json_valid(versions)),
    state TEXT NOT NULL CHECK (state IN ('running', 'done', 'cancelled', 'failed', 'interrupted')),
    process_id INTEGER NOT NULL,
    process_started INTEGER NOT NULL,
    started TEXT NOT NULL,
    ended TEXT,
    message TEXT
  ) STRICT;

  CREATE TABLE metric (
    run_id INTEGER NOT NULL REFERENCES run,
    name TEXT NOT NULL,
    step INTEGER NOT NULL,
    value REAL,
    PRIMARY KEY (run_id, name, step)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE scenario (
    run_id INTEGER NOT NULL REFERENCES run,
    id TEXT NOT NULL,
    scenario TEXT NOT NULL CHECK (json_valid(scenario)),
    likelihood REAL NOT NULL,
    consequence TEXT NOT NULL CHECK (json_valid(consequence)),
    risk REAL NOT NULL,
    seed INTEGER NOT NULL,
    PRIMARY KEY (run_id, id)
  ) STRICT;

  CREATE TABLE policy (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run_id INTEGER NOT NULL REFERENCES run,
    description TEXT NOT NULL CHECK (json_valid(description)),
    parameters BLOB NOT NULL,
    validation_score REAL,
    saved TEXT NOT NULL
  ) STRICT;

  CREATE TABLE checkpoint (
    run_id INTEGER NOT NULL REFERENCES run,
    worker_seed INTEGER NOT NULL,
    iteration INTEGER NOT NULL,
    parameters BLOB NOT NULL,
    state TEXT NOT NULL CHECK (json_valid(state)),
    PRIMARY KEY (run_id, worker_seed, iteration)
  ) STRICT;

  CREATE TABLE verdict (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run_id INTEGER NOT NULL REFERENCES run,
    policy_id INTEGER NOT NULL REFERENCES policy,
    verdict TEXT NOT NULL CHECK (json_valid(verdict)),
    saved TEXT NOT NULL
  ) STRICT;

  CREATE TABLE export (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run_id INTEGER NOT NULL REFERENCES run,
    directory TEXT NOT NULL,
    manifest TEXT NOT NULL CHECK (json_valid(manifest)),
    saved TEXT NOT NULL
  ) STRICT;

  CREATE TABLE setting (
    line_hash TEXT NOT NULL REFERENCES line,
    name TEXT NOT NULL,
    value TEXT NOT NULL CHECK (json_valid(value)),
    PRIMARY KEY (line_hash, name)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE report (
    run_id INTEGER PRIMARY KEY REFERENCES run,
    report TEXT NOT NULL CHECK (json_valid(report))
  ) STRICT;
  `,
  `
  CREATE TABLE sequence (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    line_hash TEXT NOT NULL REFERENCES line,
    provenance TEXT NOT NULL CHECK (provenance IN ('real', 'causal', 'learned', 'reasoned')),
    policy_round INTEGER NOT NULL,
    value REAL NOT NULL,
    scenario TEXT NOT NULL CHECK (json_valid(scenario)),
    chain TEXT NOT NULL CHECK (json_valid(chain)),
    first_id INTEGER NOT NULL,
    length INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX sequence_of_line ON sequence (line_hash);

  -- Experiences of a sequence have the ids from its first_id on: found and removed by range, without an index of their own.
  CREATE TABLE experience (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sequence_id INTEGER NOT NULL,
    scan INTEGER NOT NULL,
    state BLOB NOT NULL,
    control BLOB NOT NULL,
    fault BLOB NOT NULL,
    next_state BLOB NOT NULL,
    outcome REAL,
    reasoning TEXT
  ) STRICT;
  `,
  `
  CREATE TABLE experience_use (
    sequence_id INTEGER NOT NULL REFERENCES sequence,
    first_id INTEGER NOT NULL,
    length INTEGER NOT NULL,
    run_id INTEGER NOT NULL REFERENCES run,
    round INTEGER NOT NULL,
    is_uniform INTEGER NOT NULL CHECK (is_uniform IN (0, 1))
  ) STRICT;
  CREATE INDEX experience_use_of_sequence ON experience_use (sequence_id);
  `,
]
