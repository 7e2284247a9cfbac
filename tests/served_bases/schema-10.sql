-- What `base servir --sql` printed at schema 10 (29 November 2026).
BEGIN;

SET search_path = venez_vivre, pg_catalog;

CREATE SCHEMA IF NOT EXISTS venez_vivre;

-- What the SQL of this program calls and PostgreSQL lacks, under the names that SQLite gives it.

CREATE OR REPLACE FUNCTION instr(text, text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT strpos($1, $2)::bigint';

-- The scalar max and min of SQLite: NULL as soon as one value is.
CREATE OR REPLACE FUNCTION max(bigint, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT CASE WHEN $1 IS NULL OR $2 IS NULL THEN NULL WHEN $1 >= $2 THEN $1 ELSE $2 END';
CREATE OR REPLACE FUNCTION max(double precision, double precision) RETURNS double precision LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS 'SELECT CASE WHEN $1 IS NULL OR $2 IS NULL THEN NULL WHEN $1 >= $2 THEN $1 ELSE $2 END';
CREATE OR REPLACE FUNCTION max(text, text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT CASE WHEN $1 IS NULL OR $2 IS NULL THEN NULL
    WHEN $1 COLLATE "C" >= $2 COLLATE "C" THEN $1 ELSE $2 END';
CREATE OR REPLACE FUNCTION min(bigint, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT CASE WHEN $1 IS NULL OR $2 IS NULL THEN NULL WHEN $1 <= $2 THEN $1 ELSE $2 END';
CREATE OR REPLACE FUNCTION min(double precision, double precision) RETURNS double precision LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS 'SELECT CASE WHEN $1 IS NULL OR $2 IS NULL THEN NULL WHEN $1 <= $2 THEN $1 ELSE $2 END';
CREATE OR REPLACE FUNCTION min(text, text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT CASE WHEN $1 IS NULL OR $2 IS NULL THEN NULL
    WHEN $1 COLLATE "C" <= $2 COLLATE "C" THEN $1 ELSE $2 END';

CREATE OR REPLACE FUNCTION round(double precision, integer) RETURNS double precision LANGUAGE sql
IMMUTABLE PARALLEL SAFE AS 'SELECT pg_catalog.round($1::numeric, $2)::double precision';

-- Sums and means keep the kind of number that SQLite gives.
CREATE OR REPLACE AGGREGATE sum(bigint) (SFUNC = int8pl, STYPE = bigint, PARALLEL = SAFE,
  COMBINEFUNC = int8pl);
CREATE OR REPLACE FUNCTION plus_true(bigint, boolean) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT CASE WHEN $2 IS NULL THEN $1 ELSE coalesce($1, 0) + $2::int END';
CREATE OR REPLACE AGGREGATE sum(boolean) (SFUNC = plus_true, STYPE = bigint);
CREATE OR REPLACE FUNCTION either(boolean, boolean) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
STRICT AS 'SELECT $1 OR $2';
CREATE OR REPLACE AGGREGATE max(boolean) (SFUNC = either, STYPE = boolean, PARALLEL = SAFE,
  COMBINEFUNC = either);
CREATE OR REPLACE FUNCTION mean_of(bigint[]) RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT CASE WHEN $1[1] > 0 THEN $1[2]::double precision / $1[1] END';
CREATE OR REPLACE FUNCTION mean_with(bigint[], bigint) RETURNS bigint[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT CASE WHEN $2 IS NULL THEN $1 ELSE ARRAY[$1[1] + 1, $1[2] + $2] END';
CREATE OR REPLACE AGGREGATE avg(bigint) (SFUNC = mean_with, STYPE = bigint[], INITCOND = '{0,0}',
  FINALFUNC = mean_of);

CREATE OR REPLACE FUNCTION plus_any(double precision, double precision) RETURNS double precision LANGUAGE sql
IMMUTABLE PARALLEL SAFE AS 'SELECT $1 + coalesce($2, 0)';
CREATE OR REPLACE AGGREGATE total(double precision) (SFUNC = plus_any, STYPE = double precision,
  INITCOND = '0');
CREATE OR REPLACE FUNCTION plus_true(double precision, boolean) RETURNS double precision LANGUAGE sql
IMMUTABLE PARALLEL SAFE AS 'SELECT $1 + coalesce($2::int, 0)';
CREATE OR REPLACE AGGREGATE total(boolean) (SFUNC = plus_true, STYPE = double precision, INITCOND = '0');

-- A comparison is a number, 1 or 0, that can be counted with.
CREATE OR REPLACE FUNCTION times(boolean, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT $1::int * $2';
CREATE OR REPLACE FUNCTION times(bigint, boolean) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT $1 * $2::int';
CREATE OR REPLACE FUNCTION plus(boolean, boolean) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT ($1::int + $2::int)::bigint';
CREATE OR REPLACE FUNCTION plus(bigint, boolean) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT $1 + $2::int';
CREATE OR REPLACE FUNCTION plus(boolean, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT $1::int + $2';
CREATE OR REPLACE FUNCTION equals(boolean, bigint) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT $1::int = $2';
DO $$ BEGIN
  IF to_regoperator('venez_vivre.+(boolean, boolean)') IS NULL THEN
    CREATE OPERATOR * (LEFTARG = boolean, RIGHTARG = bigint, FUNCTION = times);
    CREATE OPERATOR * (LEFTARG = bigint, RIGHTARG = boolean, FUNCTION = times);
    CREATE OPERATOR + (LEFTARG = boolean, RIGHTARG = boolean, FUNCTION = plus);
    CREATE OPERATOR + (LEFTARG = bigint, RIGHTARG = boolean, FUNCTION = plus);
    CREATE OPERATOR + (LEFTARG = boolean, RIGHTARG = bigint, FUNCTION = plus);
    CREATE OPERATOR = (LEFTARG = boolean, RIGHTARG = bigint, FUNCTION = equals);
  END IF;
END $$;

CREATE OR REPLACE FUNCTION joined(text, text, text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT CASE WHEN $2 IS NULL THEN $1 WHEN $1 IS NULL THEN $2 ELSE $1 || $3 || $2 END';
CREATE OR REPLACE FUNCTION joined(text, text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT CASE WHEN $2 IS NULL THEN $1 WHEN $1 IS NULL THEN $2 ELSE $1 || '','' || $2 END';
CREATE OR REPLACE FUNCTION joined(text, bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT CASE WHEN $2 IS NULL THEN $1 WHEN $1 IS NULL THEN $2::text ELSE $1 || '','' || $2 END';
CREATE OR REPLACE AGGREGATE group_concat(text, text) (SFUNC = joined, STYPE = text);
CREATE OR REPLACE AGGREGATE group_concat(text) (SFUNC = joined, STYPE = text);
CREATE OR REPLACE AGGREGATE group_concat(bigint) (SFUNC = joined, STYPE = text);

CREATE OR REPLACE FUNCTION json_each(text) RETURNS TABLE (value text) LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT * FROM json_array_elements_text($1::json)';

-- What the base is made of, as SQLite describes itself.
CREATE OR REPLACE FUNCTION pragma_table_info(text)
RETURNS TABLE (name text, type text, "notnull" bigint, pk bigint) LANGUAGE sql STABLE
AS $$
  SELECT a.attname::text, CASE t.typname WHEN 'int8' THEN 'INTEGER' WHEN 'float8' THEN 'REAL'
      WHEN 'bytea' THEN 'BLOB' ELSE 'TEXT' END, a.attnotnull::int::bigint,
    coalesce((SELECT 1 FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisprimary
      AND a.attnum = ANY (i.indkey)), 0)::bigint
  FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
  WHERE a.attrelid = to_regclass('venez_vivre.' || quote_ident($1)) AND a.attnum > 0
    AND NOT a.attisdropped AND a.attname NOT LIKE 'of\_%'
  ORDER BY a.attnum
$$;

CREATE OR REPLACE VIEW sqlite_master (name, type, tbl_name, sql) AS
SELECT c.relname::text, 'table', c.relname::text, NULL::text FROM pg_class c
WHERE c.relnamespace = 'venez_vivre'::regnamespace AND c.relkind = 'r';

-- Words as the full-text search of SQLite tells them: letters and figures, without accents.
CREATE OR REPLACE FUNCTION words(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE WHEN octet_length($1) = length($1)
    -- Without accents, the bytes are the letters: a third of the time, for most texts.
    THEN regexp_replace(lower($1 COLLATE "C"), '[^a-z0-9]+', ' ', 'g') COLLATE "C"
    ELSE regexp_replace(regexp_replace(
      normalize(lower($1 COLLATE "pg_c_utf8"), NFD), '[\u0300-\u036f]', '', 'g')
      COLLATE "pg_c_utf8", '[^[:alnum:]]+', ' ', 'g') COLLATE "C" END
$$;

-- A question in the grammar of FTS5, as `store/queries/search.py` writes it. Columns are weights:
-- A those of names, D what else is told, B places; a question about some names or about all of A and D.
CREATE OR REPLACE FUNCTION fts(text) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
DECLARE
  asked text := $1;
  weight text := '';
  made text := '';
  found text[];
  said text;
  word text;
BEGIN
  IF asked ~ '^\s*\{[^}]*\}\s*:' THEN
    weight := CASE WHEN substring(asked FROM '\{([^}]*)\}') ~ '\mdescription\M' THEN 'AD' ELSE 'A' END;
    asked := regexp_replace(asked, '^\s*\{[^}]*\}\s*:', '');
  END IF;
  FOR found IN SELECT regexp_matches(asked, '("(?:[^"]|"")*")(\s*\*)?|(\(|\)|\mAND\M|\mOR\M|\mNOT\M)|([[:alnum:]]+)(\*)?', 'g')
  LOOP
    IF found[3] IS NOT NULL THEN
      IF found[3] = '(' AND made ~ '[)'':*A-D]$' THEN made := made || ' & '; END IF;
      made := made || CASE found[3] WHEN 'AND' THEN ' & ' WHEN 'OR' THEN ' | '
        WHEN 'NOT' THEN ' & !' ELSE found[3] END;
    ELSE
      said := btrim(words(coalesce(found[1], found[4])));
      word := '';
      IF said <> '' THEN
        word := array_to_string(ARRAY(
          SELECT '''' || one || '''' || CASE WHEN place = count(*) OVER () AND
            coalesce(found[2], found[5]) IS NOT NULL THEN ':*' || weight
            WHEN weight <> '' THEN ':' || weight ELSE '' END
          FROM regexp_split_to_table(said, ' +') WITH ORDINALITY AS part (one, place)
          ORDER BY place), ' <-> ');
      ELSE
        word := '''''''nothing at all''''''';
      END IF;
      IF made ~ '[)'':*A-D]$' THEN made := made || ' & '; END IF;
      made := made || '(' || word || ')';
    END IF;
  END LOOP;
  RETURN made::tsquery;
END
$$;

-- The last number that each table gave; a number is never given again, as with AUTOINCREMENT.
-- What the last transaction that took some began from is beside: those are its own to give out.
CREATE TABLE IF NOT EXISTS counter (name text COLLATE "C" PRIMARY KEY, seq bigint NOT NULL,
  of_since bigint NOT NULL DEFAULT 0, of_transaction xid8 NOT NULL DEFAULT pg_current_xact_id());

CREATE OR REPLACE FUNCTION given(text) RETURNS bigint LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = venez_vivre, pg_catalog, pg_temp
AS 'INSERT INTO counter AS c VALUES ($1, 1)
  ON CONFLICT (name) DO UPDATE SET seq = c.seq + 1, of_transaction = pg_current_xact_id(),
    of_since = CASE WHEN c.of_transaction = pg_current_xact_id() THEN c.of_since ELSE c.seq END
  RETURNING seq';

CREATE OR REPLACE FUNCTION counted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = venez_vivre, pg_catalog, pg_temp
AS $$
DECLARE
  last bigint;
  known bigint;
BEGIN
  SELECT pg_catalog.max(id) INTO last FROM added;
  SELECT coalesce((SELECT seq FROM counter WHERE name = TG_TABLE_NAME), 0) INTO known;
  -- Nobody but who administers goes so far ahead that nothing would be left to give.
  IF last > known + 100000000 THEN
    IF NOT venez_vivre_droits.administers() THEN
      RAISE EXCEPTION 'number out of reach' USING ERRCODE = '42501';
    END IF;
  END IF;
  INSERT INTO counter AS c SELECT TG_TABLE_NAME, last WHERE last > known
  ON CONFLICT (name) DO UPDATE SET seq = excluded.seq, of_transaction = pg_current_xact_id(),
    of_since = CASE WHEN c.of_transaction = pg_current_xact_id() THEN c.of_since ELSE c.seq END
  WHERE c.seq < excluded.seq;
  RETURN NULL;
END
$$;

CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE campaign (
	version BIGINT DEFAULT '1' NOT NULL, 
	id SERIAL NOT NULL, 
	axis TEXT COLLATE "C" NOT NULL, 
	channel TEXT COLLATE "C", 
	starts_on TEXT COLLATE "C" NOT NULL, 
	ends_on TEXT COLLATE "C", 
	spending_cents BIGINT DEFAULT '0' NOT NULL, 
	views BIGINT DEFAULT '0' NOT NULL, 
	visits BIGINT DEFAULT '0' NOT NULL, 
	plays BIGINT DEFAULT '0' NOT NULL, 
	PRIMARY KEY (id)
);

CREATE TABLE import_run (
	id SERIAL NOT NULL, 
	kind TEXT COLLATE "C" NOT NULL, 
	file_name TEXT COLLATE "C" NOT NULL, 
	headings TEXT COLLATE "C" NOT NULL, 
	encoding TEXT COLLATE "C", 
	separator TEXT COLLATE "C", 
	imported_on TEXT COLLATE "C" NOT NULL, 
	lines_read BIGINT DEFAULT '0' NOT NULL, 
	created BIGINT DEFAULT '0' NOT NULL, 
	updated BIGINT DEFAULT '0' NOT NULL, 
	unchanged BIGINT DEFAULT '0' NOT NULL, 
	set_aside BIGINT DEFAULT '0' NOT NULL, 
	rejected BIGINT DEFAULT '0' NOT NULL, 
	PRIMARY KEY (id)
);

CREATE TABLE operation (
	id SERIAL NOT NULL, 
	happened_at TEXT COLLATE "C" NOT NULL, 
	agent TEXT COLLATE "C" NOT NULL, 
	kind TEXT COLLATE "C" NOT NULL, 
	command TEXT COLLATE "C" NOT NULL, 
	summary TEXT COLLATE "C" NOT NULL, 
	target_id BIGINT, 
	undone BIGINT DEFAULT '0' NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(target_id) REFERENCES operation (id)
);

CREATE INDEX ix_operation_target_id ON operation (target_id);

CREATE TABLE setting (
	id SERIAL NOT NULL, 
	name TEXT COLLATE "C" NOT NULL, 
	value TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (name)
);

CREATE TABLE target (
	version BIGINT DEFAULT '1' NOT NULL, 
	id SERIAL NOT NULL, 
	indicator TEXT COLLATE "C" NOT NULL, 
	value BIGINT NOT NULL, 
	starts_on TEXT COLLATE "C", 
	deadline TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (indicator, deadline)
);

CREATE TABLE territory (
	version BIGINT DEFAULT '1' NOT NULL, 
	id SERIAL NOT NULL, 
	code TEXT COLLATE "C" NOT NULL, 
	name TEXT COLLATE "C" NOT NULL, 
	kind TEXT COLLATE "C" NOT NULL, 
	department TEXT COLLATE "C", 
	active BIGINT DEFAULT '1' NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (code)
);

CREATE TABLE journal_block (
	id SERIAL NOT NULL, 
	operation_id BIGINT NOT NULL, 
	table_name TEXT COLLATE "C" NOT NULL, 
	first_id BIGINT NOT NULL, 
	last_id BIGINT NOT NULL, 
	payload BYTEA, 
	PRIMARY KEY (id), 
	FOREIGN KEY(operation_id) REFERENCES operation (id)
);

CREATE INDEX ix_journal_block_operation_id ON journal_block (operation_id);

CREATE TABLE offer (
	version BIGINT DEFAULT '1' NOT NULL, 
	id SERIAL NOT NULL, 
	reference TEXT COLLATE "C" NOT NULL, 
	external_reference TEXT COLLATE "C", 
	kind TEXT COLLATE "C" NOT NULL, 
	title TEXT COLLATE "C" NOT NULL, 
	title_key TEXT COLLATE "C" DEFAULT '' NOT NULL, 
	description TEXT COLLATE "C", 
	structure TEXT COLLATE "C", 
	commune TEXT COLLATE "C", 
	code_insee TEXT COLLATE "C", 
	postal_code TEXT COLLATE "C", 
	latitude DOUBLE PRECISION, 
	longitude DOUBLE PRECISION, 
	occupation TEXT COLLATE "C", 
	rome_code TEXT COLLATE "C", 
	contract TEXT COLLATE "C", 
	working_time TEXT COLLATE "C", 
	salary_min BIGINT, 
	salary_max BIGINT, 
	telework TEXT COLLATE "C", 
	openings BIGINT, 
	transaction TEXT COLLATE "C", 
	housing_kind TEXT COLLATE "C", 
	rooms BIGINT, 
	area BIGINT, 
	rent BIGINT, 
	charges BIGINT, 
	price BIGINT, 
	garden BIGINT, 
	available_on TEXT COLLATE "C", 
	levels TEXT COLLATE "C", 
	age_min BIGINT, 
	age_max BIGINT, 
	themes TEXT COLLATE "C", 
	places BIGINT, 
	published_on TEXT COLLATE "C", 
	verified_on TEXT COLLATE "C", 
	expires_on TEXT COLLATE "C", 
	url TEXT COLLATE "C", 
	contact TEXT COLLATE "C", 
	closed_on TEXT COLLATE "C", 
	import_id BIGINT, 
	row_hash BIGINT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(import_id) REFERENCES import_run (id), 
	UNIQUE (reference)
);

CREATE INDEX ix_offer_external_reference ON offer (external_reference);

CREATE INDEX ix_offer_import_id ON offer (import_id);

CREATE INDEX ix_offer_kind ON offer (kind, closed_on);

CREATE INDEX ix_offer_rome_code ON offer (rome_code);

CREATE INDEX ix_offer_row_hash ON offer (row_hash);

CREATE TABLE officer (
	version BIGINT DEFAULT '1' NOT NULL, 
	id SERIAL NOT NULL, 
	name TEXT COLLATE "C" NOT NULL, 
	name_key TEXT COLLATE "C" NOT NULL, 
	email TEXT COLLATE "C", 
	phone TEXT COLLATE "C", 
	territory_id BIGINT, 
	active BIGINT DEFAULT '1' NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(territory_id) REFERENCES territory (id), 
	UNIQUE (name_key)
);

CREATE INDEX ix_officer_territory_id ON officer (territory_id);

CREATE TABLE territory_commune (
	id SERIAL NOT NULL, 
	territory_id BIGINT NOT NULL, 
	code_insee TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(territory_id) REFERENCES territory (id), 
	UNIQUE (code_insee)
);

CREATE INDEX ix_territory_commune_territory_id ON territory_commune (territory_id);

CREATE TABLE household (
	version BIGINT DEFAULT '1' NOT NULL, 
	id SERIAL NOT NULL, 
	reference TEXT COLLATE "C" NOT NULL, 
	territory_id BIGINT, 
	officer_id BIGINT, 
	postal_code TEXT COLLATE "C", 
	commune TEXT COLLATE "C", 
	country TEXT COLLATE "C", 
	origin_department TEXT COLLATE "C", 
	channel TEXT COLLATE "C", 
	campaign TEXT COLLATE "C", 
	wished_territories TEXT COLLATE "C", 
	wished_communes TEXT COLLATE "C", 
	max_distance_km BIGINT, 
	horizon TEXT COLLATE "C", 
	wished_on TEXT COLLATE "C", 
	maturity BIGINT, 
	adults BIGINT, 
	children BIGINT, 
	children_births TEXT COLLATE "C", 
	housing TEXT COLLATE "C", 
	housing_kind TEXT COLLATE "C", 
	rooms_min BIGINT, 
	area_min BIGINT, 
	rent_max BIGINT, 
	purchase_budget BIGINT, 
	garden BIGINT, 
	interests TEXT COLLATE "C", 
	motivations TEXT COLLATE "C", 
	project TEXT COLLATE "C", 
	status TEXT COLLATE "C" DEFAULT 'actif' NOT NULL, 
	closed_on TEXT COLLATE "C", 
	close_reason TEXT COLLATE "C", 
	wake_up_on TEXT COLLATE "C", 
	edited_on TEXT COLLATE "C", 
	stage TEXT COLLATE "C" DEFAULT 'inscrit' NOT NULL, 
	registered_on TEXT COLLATE "C", 
	accompanied_on TEXT COLLATE "C", 
	settled_on TEXT COLLATE "C", 
	spontaneous BIGINT DEFAULT '0' NOT NULL, 
	last_contact_on TEXT COLLATE "C", 
	next_action TEXT COLLATE "C", 
	next_due_on TEXT COLLATE "C", 
	PRIMARY KEY (id), 
	FOREIGN KEY(officer_id) REFERENCES officer (id), 
	FOREIGN KEY(territory_id) REFERENCES territory (id), 
	UNIQUE (reference)
);

CREATE INDEX ix_household_accompanied_on ON household (accompanied_on);

CREATE INDEX ix_household_funnel ON household (registered_on, accompanied_on, settled_on, spontaneous, territory_id, officer_id, channel, origin_department);

CREATE INDEX ix_household_next_due_on ON household (next_due_on);

CREATE INDEX ix_household_officer_id ON household (officer_id);

CREATE INDEX ix_household_settled_on ON household (settled_on);

CREATE INDEX ix_household_stage ON household (stage, registered_on);

CREATE INDEX ix_household_territory_id ON household (territory_id);

CREATE TABLE contact (
	version BIGINT DEFAULT '1' NOT NULL, 
	id SERIAL NOT NULL, 
	household_id BIGINT NOT NULL, 
	officer_id BIGINT, 
	agent TEXT COLLATE "C", 
	happened_on TEXT COLLATE "C" NOT NULL, 
	channel TEXT COLLATE "C" NOT NULL, 
	direction TEXT COLLATE "C", 
	result TEXT COLLATE "C", 
	summary TEXT COLLATE "C", 
	import_id BIGINT, 
	row_hash BIGINT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(household_id) REFERENCES household (id), 
	FOREIGN KEY(import_id) REFERENCES import_run (id), 
	FOREIGN KEY(officer_id) REFERENCES officer (id)
);

CREATE INDEX ix_contact_household_id ON contact (household_id);

CREATE INDEX ix_contact_import_id ON contact (import_id);

CREATE INDEX ix_contact_officer_id ON contact (officer_id);

CREATE INDEX ix_contact_row_hash ON contact (row_hash);

CREATE TABLE person (
	version BIGINT DEFAULT '1' NOT NULL, 
	id SERIAL NOT NULL, 
	household_id BIGINT NOT NULL, 
	role TEXT COLLATE "C" NOT NULL, 
	external_reference TEXT COLLATE "C", 
	first_name TEXT COLLATE "C", 
	last_name TEXT COLLATE "C", 
	first_key TEXT COLLATE "C" DEFAULT '' NOT NULL, 
	last_key TEXT COLLATE "C" DEFAULT '' NOT NULL, 
	email TEXT COLLATE "C", 
	email_key TEXT COLLATE "C", 
	phone TEXT COLLATE "C", 
	birth_year BIGINT, 
	occupation TEXT COLLATE "C", 
	employment TEXT COLLATE "C", 
	contract TEXT COLLATE "C", 
	telework TEXT COLLATE "C", 
	salary_min BIGINT, 
	consent BIGINT, 
	registered_on TEXT COLLATE "C", 
	PRIMARY KEY (id), 
	FOREIGN KEY(household_id) REFERENCES household (id)
);

CREATE INDEX ix_person_email_key ON person (email_key);

CREATE INDEX ix_person_external_reference ON person (external_reference);

CREATE INDEX ix_person_household ON person (household_id, registered_on);

CREATE INDEX ix_person_names ON person (last_key, first_key);

CREATE INDEX ix_person_phone ON person (phone);

CREATE INDEX ix_person_registered_on ON person (registered_on);

CREATE TABLE settlement (
	version BIGINT DEFAULT '1' NOT NULL, 
	id SERIAL NOT NULL, 
	household_id BIGINT NOT NULL, 
	settled_on TEXT COLLATE "C" NOT NULL, 
	commune TEXT COLLATE "C", 
	code_insee TEXT COLLATE "C", 
	adults BIGINT DEFAULT '1' NOT NULL, 
	children BIGINT DEFAULT '0' NOT NULL, 
	schooled BIGINT DEFAULT '0' NOT NULL, 
	housing TEXT COLLATE "C", 
	job TEXT COLLATE "C", 
	partner_job TEXT COLLATE "C", 
	cancelled_on TEXT COLLATE "C", 
	cancel_reason TEXT COLLATE "C", 
	left_on TEXT COLLATE "C", 
	leave_reason TEXT COLLATE "C", 
	import_id BIGINT, 
	row_hash BIGINT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(household_id) REFERENCES household (id), 
	FOREIGN KEY(import_id) REFERENCES import_run (id)
);

CREATE INDEX ix_settlement_household_id ON settlement (household_id);

CREATE INDEX ix_settlement_import_id ON settlement (import_id);

CREATE INDEX ix_settlement_row_hash ON settlement (row_hash);

CREATE TABLE transfer (
	id SERIAL NOT NULL, 
	household_id BIGINT NOT NULL, 
	from_territory_id BIGINT, 
	to_territory_id BIGINT NOT NULL, 
	moved_on TEXT COLLATE "C" NOT NULL, 
	note TEXT COLLATE "C", 
	PRIMARY KEY (id), 
	FOREIGN KEY(from_territory_id) REFERENCES territory (id), 
	FOREIGN KEY(household_id) REFERENCES household (id), 
	FOREIGN KEY(to_territory_id) REFERENCES territory (id)
);

CREATE INDEX ix_transfer_from_territory_id ON transfer (from_territory_id);

CREATE INDEX ix_transfer_household_id ON transfer (household_id);

CREATE INDEX ix_transfer_to_territory_id ON transfer (to_territory_id);

CREATE TABLE follow_up (
	version BIGINT DEFAULT '1' NOT NULL, 
	id SERIAL NOT NULL, 
	household_id BIGINT NOT NULL, 
	contact_id BIGINT, 
	officer_id BIGINT, 
	action TEXT COLLATE "C" NOT NULL, 
	due_on TEXT COLLATE "C" NOT NULL, 
	done_on TEXT COLLATE "C", 
	PRIMARY KEY (id), 
	FOREIGN KEY(contact_id) REFERENCES contact (id), 
	FOREIGN KEY(household_id) REFERENCES household (id), 
	FOREIGN KEY(officer_id) REFERENCES officer (id)
);

CREATE INDEX ix_follow_up_contact_id ON follow_up (contact_id);

CREATE INDEX ix_follow_up_household_id ON follow_up (household_id);

CREATE INDEX ix_follow_up_officer_id ON follow_up (officer_id);

CREATE TABLE settlement_check (
	version BIGINT DEFAULT '1' NOT NULL, 
	id SERIAL NOT NULL, 
	household_id BIGINT NOT NULL, 
	settlement_id BIGINT NOT NULL, 
	month BIGINT NOT NULL, 
	checked_on TEXT COLLATE "C" NOT NULL, 
	result TEXT COLLATE "C" NOT NULL, 
	satisfaction BIGINT, 
	needs TEXT COLLATE "C", 
	PRIMARY KEY (id), 
	FOREIGN KEY(household_id) REFERENCES household (id), 
	FOREIGN KEY(settlement_id) REFERENCES settlement (id), 
	UNIQUE (settlement_id, month)
);

CREATE INDEX ix_settlement_check_household_id ON settlement_check (household_id);

CREATE INDEX ix_settlement_check_settlement_id ON settlement_check (settlement_id);

CREATE TABLE signup (
	id SERIAL NOT NULL, 
	household_id BIGINT NOT NULL, 
	person_id BIGINT NOT NULL, 
	import_id BIGINT, 
	received_on TEXT COLLATE "C" NOT NULL, 
	channel TEXT COLLATE "C", 
	campaign TEXT COLLATE "C", 
	message TEXT COLLATE "C", 
	form TEXT COLLATE "C", 
	row_hash BIGINT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(household_id) REFERENCES household (id), 
	FOREIGN KEY(import_id) REFERENCES import_run (id), 
	FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE INDEX ix_signup_household_id ON signup (household_id);

CREATE INDEX ix_signup_import_id ON signup (import_id);

CREATE INDEX ix_signup_person_id ON signup (person_id);

CREATE INDEX ix_signup_row_hash ON signup (row_hash);

INSERT INTO alembic_version (version_num) VALUES ('0001') RETURNING alembic_version.version_num;

ALTER TABLE household ADD COLUMN wished_codes TEXT COLLATE "C";

ALTER TABLE person ADD COLUMN rome_code TEXT COLLATE "C";

ALTER TABLE person ADD COLUMN rome_confidence BIGINT;

ALTER TABLE offer ADD COLUMN source TEXT COLLATE "C";

ALTER TABLE import_run ADD COLUMN sheet TEXT COLLATE "C";

ALTER TABLE import_run ADD COLUMN agent TEXT COLLATE "C";

CREATE TABLE set_aside (
	version BIGINT DEFAULT '1' NOT NULL, 
	id SERIAL NOT NULL, 
	import_id BIGINT, 
	line BIGINT NOT NULL, 
	row_hash BIGINT NOT NULL, 
	received_on TEXT COLLATE "C" NOT NULL, 
	said TEXT COLLATE "C" NOT NULL, 
	form TEXT COLLATE "C", 
	candidates TEXT COLLATE "C" NOT NULL, 
	claim_key BIGINT NOT NULL, 
	settled_on TEXT COLLATE "C", 
	verdict TEXT COLLATE "C", 
	agent TEXT COLLATE "C", 
	PRIMARY KEY (id), 
	FOREIGN KEY(import_id) REFERENCES import_run (id)
);

CREATE INDEX ix_set_aside_import_id ON set_aside (import_id);

CREATE INDEX ix_set_aside_row_hash ON set_aside (row_hash);

CREATE TABLE identity_decision (
	id SERIAL NOT NULL, 
	person_id BIGINT NOT NULL, 
	other_id BIGINT, 
	claim_key BIGINT, 
	verdict TEXT COLLATE "C" NOT NULL, 
	agent TEXT COLLATE "C", 
	decided_on TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (id)
);

CREATE INDEX ix_identity_decision_person_id ON identity_decision (person_id);

CREATE INDEX ix_identity_decision_other_id ON identity_decision (other_id);

CREATE INDEX ix_identity_decision_claim_key ON identity_decision (claim_key);

CREATE TABLE identity_rule (
	id SERIAL NOT NULL, 
	pattern TEXT COLLATE "C" NOT NULL, 
	verdict TEXT COLLATE "C" NOT NULL, 
	agent TEXT COLLATE "C", 
	decided_on TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (pattern)
);

CREATE TABLE column_mapping (
	id SERIAL NOT NULL, 
	kind TEXT COLLATE "C" NOT NULL, 
	signature TEXT COLLATE "C" NOT NULL, 
	mapping TEXT COLLATE "C" NOT NULL, 
	agent TEXT COLLATE "C", 
	settled_on TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (kind, signature)
);

CREATE TABLE coded_answer (
	id SERIAL NOT NULL, 
	field TEXT COLLATE "C" NOT NULL, 
	said_key TEXT COLLATE "C" NOT NULL, 
	value TEXT COLLATE "C" NOT NULL, 
	agent TEXT COLLATE "C", 
	settled_on TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (field, said_key)
);

CREATE TABLE occupation_title (
	id SERIAL NOT NULL, 
	code_ogr BIGINT NOT NULL, 
	title TEXT COLLATE "C" NOT NULL, 
	title_key TEXT COLLATE "C" NOT NULL, 
	rome_code TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (code_ogr)
);

CREATE INDEX ix_occupation_title_title_key ON occupation_title (title_key);

CREATE TABLE occupation_move (
	id SERIAL NOT NULL, 
	rome_code TEXT COLLATE "C" NOT NULL, 
	target_code TEXT COLLATE "C" NOT NULL, 
	rank BIGINT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (rome_code, target_code)
);

CREATE TABLE person_key (person_id BIGINT PRIMARY KEY, keys BYTEA NOT NULL);

CREATE TABLE person_unkeyed (person_id BIGINT PRIMARY KEY);

CREATE TABLE seen_row (row_hash BIGINT NOT NULL, signup_id BIGINT NOT NULL, PRIMARY KEY (row_hash, signup_id));

CREATE TABLE person_text (rowid BIGINT PRIMARY KEY, doc TSVECTOR NOT NULL);

CREATE INDEX ix_person_text ON person_text USING gin (doc);

CREATE OR REPLACE FUNCTION person_text_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = venez_vivre, pg_catalog, pg_temp AS $$ BEGIN INSERT INTO person_text SELECT r.id, CASE WHEN coalesce(r.first_name, r.last_name, r.email, r.phone, r.occupation) IS NOT NULL THEN ts_delete(setweight(to_tsvector('simple', words(coalesce(r.first_name, '')) || ' nextcolumn ' || words(coalesce(r.last_name, '')) || ' nextcolumn'), 'A') || setweight(to_tsvector('simple', words(coalesce(r.email, '')) || ' nextcolumn ' || words(coalesce(r.phone, '')) || ' nextcolumn ' || words(coalesce(r.occupation, '')) || ' nextcolumn'), 'D'), 'nextcolumn') ELSE '' END FROM added r WHERE coalesce(r.first_name, r.last_name, r.email, r.phone, r.occupation) IS NOT NULL; RETURN NULL; END $$;

CREATE OR REPLACE FUNCTION person_text_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = venez_vivre, pg_catalog, pg_temp AS $$ BEGIN INSERT INTO person_text VALUES (NEW.id, CASE WHEN coalesce(NEW.first_name, NEW.last_name, NEW.email, NEW.phone, NEW.occupation) IS NOT NULL THEN ts_delete(setweight(to_tsvector('simple', words(coalesce(NEW.first_name, '')) || ' nextcolumn ' || words(coalesce(NEW.last_name, '')) || ' nextcolumn'), 'A') || setweight(to_tsvector('simple', words(coalesce(NEW.email, '')) || ' nextcolumn ' || words(coalesce(NEW.phone, '')) || ' nextcolumn ' || words(coalesce(NEW.occupation, '')) || ' nextcolumn'), 'D'), 'nextcolumn') ELSE '' END) ON CONFLICT (rowid) DO UPDATE SET doc = excluded.doc; RETURN NULL; END $$;

CREATE OR REPLACE FUNCTION person_text_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = venez_vivre, pg_catalog, pg_temp AS $$ BEGIN DELETE FROM person_text WHERE rowid IN (SELECT id FROM gone); RETURN NULL; END $$;

CREATE TRIGGER text_insert AFTER INSERT ON person REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION person_text_insert();

CREATE TRIGGER text_update AFTER UPDATE OF first_name, last_name, email, phone, occupation ON person FOR EACH ROW EXECUTE FUNCTION person_text_update();

CREATE TRIGGER text_delete AFTER DELETE ON person REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION person_text_delete();

CREATE TABLE household_text (rowid BIGINT PRIMARY KEY, doc TSVECTOR NOT NULL);

CREATE INDEX ix_household_text ON household_text USING gin (doc);

CREATE OR REPLACE FUNCTION household_text_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = venez_vivre, pg_catalog, pg_temp AS $$ BEGIN INSERT INTO household_text SELECT r.id, CASE WHEN coalesce(r.commune, r.project) IS NOT NULL THEN ts_delete(setweight(to_tsvector('simple', words(coalesce(r.commune, '')) || ' nextcolumn ' || words(coalesce(r.project, '')) || ' nextcolumn'), 'D'), 'nextcolumn') ELSE '' END FROM added r WHERE coalesce(r.commune, r.project) IS NOT NULL; RETURN NULL; END $$;

CREATE OR REPLACE FUNCTION household_text_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = venez_vivre, pg_catalog, pg_temp AS $$ BEGIN INSERT INTO household_text VALUES (NEW.id, CASE WHEN coalesce(NEW.commune, NEW.project) IS NOT NULL THEN ts_delete(setweight(to_tsvector('simple', words(coalesce(NEW.commune, '')) || ' nextcolumn ' || words(coalesce(NEW.project, '')) || ' nextcolumn'), 'D'), 'nextcolumn') ELSE '' END) ON CONFLICT (rowid) DO UPDATE SET doc = excluded.doc; RETURN NULL; END $$;

CREATE OR REPLACE FUNCTION household_text_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = venez_vivre, pg_catalog, pg_temp AS $$ BEGIN DELETE FROM household_text WHERE rowid IN (SELECT id FROM gone); RETURN NULL; END $$;

CREATE TRIGGER text_insert AFTER INSERT ON household REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION household_text_insert();

CREATE TRIGGER text_update AFTER UPDATE OF commune, project ON household FOR EACH ROW EXECUTE FUNCTION household_text_update();

CREATE TRIGGER text_delete AFTER DELETE ON household REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION household_text_delete();

CREATE TABLE signup_text (rowid BIGINT PRIMARY KEY, doc TSVECTOR NOT NULL);

CREATE INDEX ix_signup_text ON signup_text USING gin (doc);

CREATE OR REPLACE FUNCTION signup_text_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = venez_vivre, pg_catalog, pg_temp AS $$ BEGIN INSERT INTO signup_text SELECT r.id, CASE WHEN coalesce(r.message) IS NOT NULL THEN ts_delete(setweight(to_tsvector('simple', words(coalesce(r.message, '')) || ' nextcolumn'), 'D'), 'nextcolumn') ELSE '' END FROM added r WHERE coalesce(r.message) IS NOT NULL; RETURN NULL; END $$;

CREATE OR REPLACE FUNCTION signup_text_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = venez_vivre, pg_catalog, pg_temp AS $$ BEGIN INSERT INTO signup_text VALUES (NEW.id, CASE WHEN coalesce(NEW.message) IS NOT NULL THEN ts_delete(setweight(to_tsvector('simple', words(coalesce(NEW.message, '')) || ' nextcolumn'), 'D'), 'nextcolumn') ELSE '' END) ON CONFLICT (rowid) DO UPDATE SET doc = excluded.doc; RETURN NULL; END $$;

CREATE OR REPLACE FUNCTION signup_text_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = venez_vivre, pg_catalog, pg_temp AS $$ BEGIN DELETE FROM signup_text WHERE rowid IN (SELECT id FROM gone); RETURN NULL; END $$;

CREATE TRIGGER text_insert AFTER INSERT ON signup REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION signup_text_insert();

CREATE TRIGGER text_update AFTER UPDATE OF message ON signup FOR EACH ROW EXECUTE FUNCTION signup_text_update();

CREATE TRIGGER text_delete AFTER DELETE ON signup REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION signup_text_delete();

CREATE TABLE contact_text (rowid BIGINT PRIMARY KEY, doc TSVECTOR NOT NULL);

CREATE INDEX ix_contact_text ON contact_text USING gin (doc);

CREATE OR REPLACE FUNCTION contact_text_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = venez_vivre, pg_catalog, pg_temp AS $$ BEGIN INSERT INTO contact_text SELECT r.id, CASE WHEN coalesce(r.summary) IS NOT NULL THEN ts_delete(setweight(to_tsvector('simple', words(coalesce(r.summary, '')) || ' nextcolumn'), 'D'), 'nextcolumn') ELSE '' END FROM added r WHERE coalesce(r.summary) IS NOT NULL; RETURN NULL; END $$;

CREATE OR REPLACE FUNCTION contact_text_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = venez_vivre, pg_catalog, pg_temp AS $$ BEGIN INSERT INTO contact_text VALUES (NEW.id, CASE WHEN coalesce(NEW.summary) IS NOT NULL THEN ts_delete(setweight(to_tsvector('simple', words(coalesce(NEW.summary, '')) || ' nextcolumn'), 'D'), 'nextcolumn') ELSE '' END) ON CONFLICT (rowid) DO UPDATE SET doc = excluded.doc; RETURN NULL; END $$;

CREATE OR REPLACE FUNCTION contact_text_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = venez_vivre, pg_catalog, pg_temp AS $$ BEGIN DELETE FROM contact_text WHERE rowid IN (SELECT id FROM gone); RETURN NULL; END $$;

CREATE TRIGGER text_insert AFTER INSERT ON contact REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION contact_text_insert();

CREATE TRIGGER text_update AFTER UPDATE OF summary ON contact FOR EACH ROW EXECUTE FUNCTION contact_text_update();

CREATE TRIGGER text_delete AFTER DELETE ON contact REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION contact_text_delete();

CREATE TABLE offer_text (rowid BIGINT PRIMARY KEY, doc TSVECTOR NOT NULL);

CREATE INDEX ix_offer_text ON offer_text USING gin (doc);

CREATE OR REPLACE FUNCTION offer_text_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = venez_vivre, pg_catalog, pg_temp AS $$ BEGIN INSERT INTO offer_text SELECT r.id, CASE WHEN coalesce(r.title, r.description, r.structure, r.commune) IS NOT NULL THEN ts_delete(setweight(to_tsvector('simple', words(coalesce(r.title, '')) || ' nextcolumn'), 'A') || setweight(to_tsvector('simple', words(coalesce(r.description, '')) || ' nextcolumn ' || words(coalesce(r.structure, '')) || ' nextcolumn'), 'D') || setweight(to_tsvector('simple', words(coalesce(r.commune, '')) || ' nextcolumn'), 'B'), 'nextcolumn') ELSE '' END FROM added r WHERE coalesce(r.title, r.description, r.structure, r.commune) IS NOT NULL; RETURN NULL; END $$;

CREATE OR REPLACE FUNCTION offer_text_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = venez_vivre, pg_catalog, pg_temp AS $$ BEGIN INSERT INTO offer_text VALUES (NEW.id, CASE WHEN coalesce(NEW.title, NEW.description, NEW.structure, NEW.commune) IS NOT NULL THEN ts_delete(setweight(to_tsvector('simple', words(coalesce(NEW.title, '')) || ' nextcolumn'), 'A') || setweight(to_tsvector('simple', words(coalesce(NEW.description, '')) || ' nextcolumn ' || words(coalesce(NEW.structure, '')) || ' nextcolumn'), 'D') || setweight(to_tsvector('simple', words(coalesce(NEW.commune, '')) || ' nextcolumn'), 'B'), 'nextcolumn') ELSE '' END) ON CONFLICT (rowid) DO UPDATE SET doc = excluded.doc; RETURN NULL; END $$;

CREATE OR REPLACE FUNCTION offer_text_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = venez_vivre, pg_catalog, pg_temp AS $$ BEGIN DELETE FROM offer_text WHERE rowid IN (SELECT id FROM gone); RETURN NULL; END $$;

CREATE TRIGGER text_insert AFTER INSERT ON offer REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION offer_text_insert();

CREATE TRIGGER text_update AFTER UPDATE OF title, description, structure, commune ON offer FOR EACH ROW EXECUTE FUNCTION offer_text_update();

CREATE TRIGGER text_delete AFTER DELETE ON offer REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION offer_text_delete();

CREATE OR REPLACE FUNCTION person_unkeyed_new() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = venez_vivre, pg_catalog, pg_temp AS $$ BEGIN IF current_setting('venez_vivre.keyed', true) = '1' THEN RETURN NULL; END IF; INSERT INTO person_unkeyed SELECT id FROM added ON CONFLICT DO NOTHING; RETURN NULL; END $$;

CREATE OR REPLACE FUNCTION person_unkeyed_edited() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = venez_vivre, pg_catalog, pg_temp AS $$ BEGIN INSERT INTO person_unkeyed VALUES (NEW.id) ON CONFLICT DO NOTHING; RETURN NULL; END $$;

CREATE OR REPLACE FUNCTION person_unkeyed_moved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = venez_vivre, pg_catalog, pg_temp AS $$ BEGIN INSERT INTO person_unkeyed SELECT id FROM person WHERE household_id = NEW.id ON CONFLICT DO NOTHING; RETURN NULL; END $$;

CREATE TRIGGER key_insert AFTER INSERT ON person REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION person_unkeyed_new();

CREATE TRIGGER key_update AFTER UPDATE OF first_key, last_key, email_key, phone, birth_year, household_id ON person FOR EACH ROW EXECUTE FUNCTION person_unkeyed_edited();

CREATE TRIGGER key_update AFTER UPDATE OF postal_code ON household FOR EACH ROW EXECUTE FUNCTION person_unkeyed_moved();

UPDATE alembic_version SET version_num='0002' WHERE alembic_version.version_num = '0001';

UPDATE alembic_version SET version_num='0003' WHERE alembic_version.version_num = '0002';

ALTER TABLE household ADD COLUMN blockers TEXT COLLATE "C";

ALTER TABLE follow_up ADD COLUMN kind TEXT COLLATE "C" DEFAULT 'action' NOT NULL;

ALTER TABLE follow_up ADD COLUMN origin TEXT COLLATE "C";

ALTER TABLE follow_up ADD COLUMN planned_on TEXT COLLATE "C";

ALTER TABLE follow_up ADD COLUMN due_at TEXT COLLATE "C";

ALTER TABLE follow_up ADD COLUMN channel TEXT COLLATE "C";

ALTER TABLE follow_up ADD COLUMN place TEXT COLLATE "C";

ALTER TABLE follow_up ADD COLUMN ending TEXT COLLATE "C";

ALTER TABLE follow_up ADD COLUMN first_id BIGINT;

CREATE INDEX ix_follow_up_open ON follow_up (done_on, due_on);

CREATE TABLE resource_person (
	version BIGINT DEFAULT '1' NOT NULL, 
	id SERIAL NOT NULL, 
	reference TEXT COLLATE "C" NOT NULL, 
	name TEXT COLLATE "C" NOT NULL, 
	name_key TEXT COLLATE "C" NOT NULL, 
	position TEXT COLLATE "C", 
	structure TEXT COLLATE "C", 
	email TEXT COLLATE "C", 
	phone TEXT COLLATE "C", 
	commune TEXT COLLATE "C", 
	code_insee TEXT COLLATE "C", 
	territory_id BIGINT, 
	themes TEXT COLLATE "C", 
	capacity BIGINT, 
	note TEXT COLLATE "C", 
	closed_on TEXT COLLATE "C", 
	PRIMARY KEY (id), 
	UNIQUE (reference), 
	FOREIGN KEY(territory_id) REFERENCES territory (id)
);

CREATE INDEX ix_resource_person_territory_id ON resource_person (territory_id);

CREATE INDEX ix_resource_person_name_key ON resource_person (name_key);

CREATE TABLE introduction (
	version BIGINT DEFAULT '1' NOT NULL, 
	id SERIAL NOT NULL, 
	household_id BIGINT NOT NULL, 
	person_id BIGINT, 
	offer_id BIGINT, 
	resource_id BIGINT, 
	officer_id BIGINT, 
	agent TEXT COLLATE "C", 
	introduced_on TEXT COLLATE "C" NOT NULL, 
	state TEXT COLLATE "C" DEFAULT 'en_attente' NOT NULL, 
	answered_on TEXT COLLATE "C", 
	ended_on TEXT COLLATE "C", 
	refused_by TEXT COLLATE "C", 
	reason TEXT COLLATE "C", 
	note TEXT COLLATE "C", 
	PRIMARY KEY (id), 
	FOREIGN KEY(household_id) REFERENCES household (id), 
	FOREIGN KEY(person_id) REFERENCES person (id), 
	FOREIGN KEY(offer_id) REFERENCES offer (id), 
	FOREIGN KEY(resource_id) REFERENCES resource_person (id), 
	FOREIGN KEY(officer_id) REFERENCES officer (id)
);

CREATE INDEX ix_introduction_household_id ON introduction (household_id);

CREATE INDEX ix_introduction_person_id ON introduction (person_id);

CREATE INDEX ix_introduction_offer_id ON introduction (offer_id);

CREATE INDEX ix_introduction_resource_id ON introduction (resource_id);

CREATE INDEX ix_introduction_officer_id ON introduction (officer_id);

CREATE TABLE visit (
	version BIGINT DEFAULT '1' NOT NULL, 
	id SERIAL NOT NULL, 
	reference TEXT COLLATE "C" NOT NULL, 
	title TEXT COLLATE "C" NOT NULL, 
	kind TEXT COLLATE "C" NOT NULL, 
	starts_on TEXT COLLATE "C" NOT NULL, 
	ends_on TEXT COLLATE "C" NOT NULL, 
	commune TEXT COLLATE "C", 
	code_insee TEXT COLLATE "C", 
	territory_id BIGINT, 
	officer_id BIGINT, 
	capacity BIGINT, 
	note TEXT COLLATE "C", 
	cancelled_on TEXT COLLATE "C", 
	PRIMARY KEY (id), 
	UNIQUE (reference), 
	FOREIGN KEY(territory_id) REFERENCES territory (id), 
	FOREIGN KEY(officer_id) REFERENCES officer (id)
);

CREATE INDEX ix_visit_territory_id ON visit (territory_id);

CREATE INDEX ix_visit_officer_id ON visit (officer_id);

CREATE TABLE visit_guest (
	version BIGINT DEFAULT '1' NOT NULL, 
	id SERIAL NOT NULL, 
	household_id BIGINT NOT NULL, 
	visit_id BIGINT NOT NULL, 
	contact_id BIGINT, 
	people BIGINT, 
	state TEXT COLLATE "C" DEFAULT 'invite' NOT NULL, 
	invited_on TEXT COLLATE "C" NOT NULL, 
	answered_on TEXT COLLATE "C", 
	came_on TEXT COLLATE "C", 
	debriefed_on TEXT COLLATE "C", 
	satisfaction BIGINT, 
	feedback TEXT COLLATE "C", 
	PRIMARY KEY (id), 
	FOREIGN KEY(household_id) REFERENCES household (id), 
	FOREIGN KEY(visit_id) REFERENCES visit (id), 
	FOREIGN KEY(contact_id) REFERENCES contact (id)
);

CREATE INDEX ix_visit_guest_household_id ON visit_guest (household_id);

CREATE INDEX ix_visit_guest_visit_id ON visit_guest (visit_id);

CREATE INDEX ix_visit_guest_contact_id ON visit_guest (contact_id);

CREATE TABLE introduction_text (rowid BIGINT PRIMARY KEY, doc TSVECTOR NOT NULL);

CREATE INDEX ix_introduction_text ON introduction_text USING gin (doc);

CREATE OR REPLACE FUNCTION introduction_text_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = venez_vivre, pg_catalog, pg_temp AS $$ BEGIN INSERT INTO introduction_text SELECT r.id, CASE WHEN coalesce(r.note) IS NOT NULL THEN ts_delete(setweight(to_tsvector('simple', words(coalesce(r.note, '')) || ' nextcolumn'), 'D'), 'nextcolumn') ELSE '' END FROM added r WHERE coalesce(r.note) IS NOT NULL; RETURN NULL; END $$;

CREATE OR REPLACE FUNCTION introduction_text_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = venez_vivre, pg_catalog, pg_temp AS $$ BEGIN INSERT INTO introduction_text VALUES (NEW.id, CASE WHEN coalesce(NEW.note) IS NOT NULL THEN ts_delete(setweight(to_tsvector('simple', words(coalesce(NEW.note, '')) || ' nextcolumn'), 'D'), 'nextcolumn') ELSE '' END) ON CONFLICT (rowid) DO UPDATE SET doc = excluded.doc; RETURN NULL; END $$;

CREATE OR REPLACE FUNCTION introduction_text_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = venez_vivre, pg_catalog, pg_temp AS $$ BEGIN DELETE FROM introduction_text WHERE rowid IN (SELECT id FROM gone); RETURN NULL; END $$;

CREATE TRIGGER text_insert AFTER INSERT ON introduction REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION introduction_text_insert();

CREATE TRIGGER text_update AFTER UPDATE OF note ON introduction FOR EACH ROW EXECUTE FUNCTION introduction_text_update();

CREATE TRIGGER text_delete AFTER DELETE ON introduction REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION introduction_text_delete();

CREATE TABLE resource_person_text (rowid BIGINT PRIMARY KEY, doc TSVECTOR NOT NULL);

CREATE INDEX ix_resource_person_text ON resource_person_text USING gin (doc);

CREATE OR REPLACE FUNCTION resource_person_text_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = venez_vivre, pg_catalog, pg_temp AS $$ BEGIN INSERT INTO resource_person_text SELECT r.id, CASE WHEN coalesce(r.name, r.position, r.structure, r.commune, r.note) IS NOT NULL THEN ts_delete(setweight(to_tsvector('simple', words(coalesce(r.name, '')) || ' nextcolumn ' || words(coalesce(r.structure, '')) || ' nextcolumn'), 'A') || setweight(to_tsvector('simple', words(coalesce(r.position, '')) || ' nextcolumn ' || words(coalesce(r.commune, '')) || ' nextcolumn ' || words(coalesce(r.note, '')) || ' nextcolumn'), 'D'), 'nextcolumn') ELSE '' END FROM added r WHERE coalesce(r.name, r.position, r.structure, r.commune, r.note) IS NOT NULL; RETURN NULL; END $$;

CREATE OR REPLACE FUNCTION resource_person_text_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = venez_vivre, pg_catalog, pg_temp AS $$ BEGIN INSERT INTO resource_person_text VALUES (NEW.id, CASE WHEN coalesce(NEW.name, NEW.position, NEW.structure, NEW.commune, NEW.note) IS NOT NULL THEN ts_delete(setweight(to_tsvector('simple', words(coalesce(NEW.name, '')) || ' nextcolumn ' || words(coalesce(NEW.structure, '')) || ' nextcolumn'), 'A') || setweight(to_tsvector('simple', words(coalesce(NEW.position, '')) || ' nextcolumn ' || words(coalesce(NEW.commune, '')) || ' nextcolumn ' || words(coalesce(NEW.note, '')) || ' nextcolumn'), 'D'), 'nextcolumn') ELSE '' END) ON CONFLICT (rowid) DO UPDATE SET doc = excluded.doc; RETURN NULL; END $$;

CREATE OR REPLACE FUNCTION resource_person_text_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = venez_vivre, pg_catalog, pg_temp AS $$ BEGIN DELETE FROM resource_person_text WHERE rowid IN (SELECT id FROM gone); RETURN NULL; END $$;

CREATE TRIGGER text_insert AFTER INSERT ON resource_person REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION resource_person_text_insert();

CREATE TRIGGER text_update AFTER UPDATE OF name, position, structure, commune, note ON resource_person FOR EACH ROW EXECUTE FUNCTION resource_person_text_update();

CREATE TRIGGER text_delete AFTER DELETE ON resource_person REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION resource_person_text_delete();

CREATE TABLE visit_guest_text (rowid BIGINT PRIMARY KEY, doc TSVECTOR NOT NULL);

CREATE INDEX ix_visit_guest_text ON visit_guest_text USING gin (doc);

CREATE OR REPLACE FUNCTION visit_guest_text_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = venez_vivre, pg_catalog, pg_temp AS $$ BEGIN INSERT INTO visit_guest_text SELECT r.id, CASE WHEN coalesce(r.feedback) IS NOT NULL THEN ts_delete(setweight(to_tsvector('simple', words(coalesce(r.feedback, '')) || ' nextcolumn'), 'D'), 'nextcolumn') ELSE '' END FROM added r WHERE coalesce(r.feedback) IS NOT NULL; RETURN NULL; END $$;

CREATE OR REPLACE FUNCTION visit_guest_text_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = venez_vivre, pg_catalog, pg_temp AS $$ BEGIN INSERT INTO visit_guest_text VALUES (NEW.id, CASE WHEN coalesce(NEW.feedback) IS NOT NULL THEN ts_delete(setweight(to_tsvector('simple', words(coalesce(NEW.feedback, '')) || ' nextcolumn'), 'D'), 'nextcolumn') ELSE '' END) ON CONFLICT (rowid) DO UPDATE SET doc = excluded.doc; RETURN NULL; END $$;

CREATE OR REPLACE FUNCTION visit_guest_text_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = venez_vivre, pg_catalog, pg_temp AS $$ BEGIN DELETE FROM visit_guest_text WHERE rowid IN (SELECT id FROM gone); RETURN NULL; END $$;

CREATE TRIGGER text_insert AFTER INSERT ON visit_guest REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION visit_guest_text_insert();

CREATE TRIGGER text_update AFTER UPDATE OF feedback ON visit_guest FOR EACH ROW EXECUTE FUNCTION visit_guest_text_update();

CREATE TRIGGER text_delete AFTER DELETE ON visit_guest REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION visit_guest_text_delete();

CREATE TABLE settlement_check_text (rowid BIGINT PRIMARY KEY, doc TSVECTOR NOT NULL);

CREATE INDEX ix_settlement_check_text ON settlement_check_text USING gin (doc);

CREATE OR REPLACE FUNCTION settlement_check_text_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = venez_vivre, pg_catalog, pg_temp AS $$ BEGIN INSERT INTO settlement_check_text SELECT r.id, CASE WHEN coalesce(r.needs) IS NOT NULL THEN ts_delete(setweight(to_tsvector('simple', words(coalesce(r.needs, '')) || ' nextcolumn'), 'D'), 'nextcolumn') ELSE '' END FROM added r WHERE coalesce(r.needs) IS NOT NULL; RETURN NULL; END $$;

CREATE OR REPLACE FUNCTION settlement_check_text_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = venez_vivre, pg_catalog, pg_temp AS $$ BEGIN INSERT INTO settlement_check_text VALUES (NEW.id, CASE WHEN coalesce(NEW.needs) IS NOT NULL THEN ts_delete(setweight(to_tsvector('simple', words(coalesce(NEW.needs, '')) || ' nextcolumn'), 'D'), 'nextcolumn') ELSE '' END) ON CONFLICT (rowid) DO UPDATE SET doc = excluded.doc; RETURN NULL; END $$;

CREATE OR REPLACE FUNCTION settlement_check_text_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = venez_vivre, pg_catalog, pg_temp AS $$ BEGIN DELETE FROM settlement_check_text WHERE rowid IN (SELECT id FROM gone); RETURN NULL; END $$;

CREATE TRIGGER text_insert AFTER INSERT ON settlement_check REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION settlement_check_text_insert();

CREATE TRIGGER text_update AFTER UPDATE OF needs ON settlement_check FOR EACH ROW EXECUTE FUNCTION settlement_check_text_update();

CREATE TRIGGER text_delete AFTER DELETE ON settlement_check REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION settlement_check_text_delete();

UPDATE alembic_version SET version_num='0004' WHERE alembic_version.version_num = '0003';

CREATE TABLE offer_twin (
	id SERIAL NOT NULL, 
	offer_id BIGINT NOT NULL, 
	other_id BIGINT NOT NULL, 
	verdict TEXT COLLATE "C" NOT NULL, 
	agent TEXT COLLATE "C", 
	decided_on TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(offer_id) REFERENCES offer (id), 
	FOREIGN KEY(other_id) REFERENCES offer (id)
);

CREATE INDEX ix_offer_twin_offer_id ON offer_twin (offer_id);

CREATE INDEX ix_offer_twin_other_id ON offer_twin (other_id);

CREATE INDEX ix_offer_source ON offer (source);

UPDATE alembic_version SET version_num='0005' WHERE alembic_version.version_num = '0004';

CREATE INDEX ix_offer_matching ON offer (kind, rome_code, latitude, longitude, telework, closed_on, expires_on, code_insee, salary_min, salary_max);

CREATE INDEX ix_offer_standing ON offer (kind, closed_on, expires_on);

UPDATE alembic_version SET version_num='0006' WHERE alembic_version.version_num = '0005';

ALTER TABLE operation ADD COLUMN recorded_on TEXT COLLATE "C" DEFAULT '' NOT NULL;

CREATE INDEX ix_operation_recorded_on ON operation (recorded_on);

CREATE TABLE frozen_report (
	id SERIAL NOT NULL, 
	kind TEXT COLLATE "C" NOT NULL, 
	starts_on TEXT COLLATE "C", 
	ends_on TEXT COLLATE "C" NOT NULL, 
	territory_id BIGINT, 
	published_on TEXT COLLATE "C" NOT NULL, 
	last_operation BIGINT DEFAULT '0' NOT NULL, 
	agent TEXT COLLATE "C", 
	diffusion TEXT COLLATE "C", 
	content TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(territory_id) REFERENCES territory (id)
);

CREATE INDEX ix_frozen_report_territory_id ON frozen_report (territory_id);

CREATE INDEX ix_frozen_report_period ON frozen_report (kind, ends_on);

UPDATE alembic_version SET version_num='0007' WHERE alembic_version.version_num = '0006';

ALTER TABLE household ADD COLUMN limited_on TEXT COLLATE "C";

ALTER TABLE household ADD COLUMN limit_reason TEXT COLLATE "C";

ALTER TABLE household ADD COLUMN opposed_on TEXT COLLATE "C";

ALTER TABLE household ADD COLUMN erased_on TEXT COLLATE "C";

CREATE INDEX ix_household_erased_on ON household (erased_on);

CREATE INDEX ix_household_held ON household (id) WHERE limited_on IS NOT NULL OR opposed_on IS NOT NULL;

ALTER TABLE territory ADD COLUMN retention_months BIGINT;

CREATE TABLE erasure (
	id SERIAL NOT NULL, 
	proof TEXT COLLATE "C" NOT NULL, 
	erased_on TEXT COLLATE "C" NOT NULL, 
	origin TEXT COLLATE "C" NOT NULL, 
	reason TEXT COLLATE "C" NOT NULL, 
	people BIGINT DEFAULT '0' NOT NULL, 
	agent TEXT COLLATE "C", 
	keys TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (proof)
);

CREATE TABLE privacy_request (
	version BIGINT DEFAULT '1' NOT NULL, 
	id SERIAL NOT NULL, 
	household_id BIGINT, 
	kind TEXT COLLATE "C" NOT NULL, 
	received_on TEXT COLLATE "C" NOT NULL, 
	due_on TEXT COLLATE "C" NOT NULL, 
	channel TEXT COLLATE "C", 
	answered_on TEXT COLLATE "C", 
	outcome TEXT COLLATE "C", 
	note TEXT COLLATE "C", 
	agent TEXT COLLATE "C", 
	PRIMARY KEY (id), 
	FOREIGN KEY(household_id) REFERENCES household (id)
);

CREATE INDEX ix_privacy_request_household_id ON privacy_request (household_id);

CREATE TABLE privacy_notice (
	id SERIAL NOT NULL, 
	settled_on TEXT COLLATE "C" NOT NULL, 
	content TEXT COLLATE "C" NOT NULL, 
	agent TEXT COLLATE "C", 
	PRIMARY KEY (id)
);

CREATE TABLE privacy_proof (
	id SERIAL NOT NULL, 
	household_id BIGINT NOT NULL, 
	notice_id BIGINT, 
	kind TEXT COLLATE "C" NOT NULL, 
	purpose TEXT COLLATE "C", 
	noted_on TEXT COLLATE "C" NOT NULL, 
	means TEXT COLLATE "C", 
	agent TEXT COLLATE "C", 
	PRIMARY KEY (id), 
	FOREIGN KEY(household_id) REFERENCES household (id), 
	FOREIGN KEY(notice_id) REFERENCES privacy_notice (id)
);

CREATE INDEX ix_privacy_proof_household_id ON privacy_proof (household_id);

CREATE INDEX ix_privacy_proof_notice_id ON privacy_proof (notice_id);

CREATE TABLE purge_notice (
	version BIGINT DEFAULT '1' NOT NULL, 
	id SERIAL NOT NULL, 
	household_id BIGINT NOT NULL, 
	announced_on TEXT COLLATE "C" NOT NULL, 
	purge_on TEXT COLLATE "C" NOT NULL, 
	cancelled_on TEXT COLLATE "C", 
	agent TEXT COLLATE "C", 
	PRIMARY KEY (id), 
	FOREIGN KEY(household_id) REFERENCES household (id)
);

CREATE INDEX ix_purge_notice_household_id ON purge_notice (household_id);

CREATE TABLE disposal (
	id SERIAL NOT NULL, 
	disposed_on TEXT COLLATE "C" NOT NULL, 
	visa TEXT COLLATE "C", 
	without_visa TEXT COLLATE "C", 
	households BIGINT DEFAULT '0' NOT NULL, 
	people BIGINT DEFAULT '0' NOT NULL, 
	content TEXT COLLATE "C" NOT NULL, 
	agent TEXT COLLATE "C", 
	PRIMARY KEY (id)
);

CREATE TABLE breach (
	version BIGINT DEFAULT '1' NOT NULL, 
	id SERIAL NOT NULL, 
	discovered_at TEXT COLLATE "C" NOT NULL, 
	nature TEXT COLLATE "C" NOT NULL, 
	description TEXT COLLATE "C" NOT NULL, 
	people BIGINT, 
	consequences TEXT COLLATE "C", 
	measures TEXT COLLATE "C", 
	risk TEXT COLLATE "C", 
	authority_told_at TEXT COLLATE "C", 
	people_told_on TEXT COLLATE "C", 
	closed_on TEXT COLLATE "C", 
	agent TEXT COLLATE "C", 
	PRIMARY KEY (id)
);

CREATE TABLE note_verdict (
	id SERIAL NOT NULL, 
	table_name TEXT COLLATE "C" NOT NULL, 
	row_id BIGINT NOT NULL, 
	text_key TEXT COLLATE "C" NOT NULL, 
	decided_on TEXT COLLATE "C" NOT NULL, 
	agent TEXT COLLATE "C", 
	PRIMARY KEY (id), 
	UNIQUE (table_name, row_id, text_key)
);

UPDATE alembic_version SET version_num='0008' WHERE alembic_version.version_num = '0007';

CREATE TABLE base_mark (
	id SERIAL NOT NULL, 
	identity TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (identity)
);

CREATE TABLE merged_base (
	id SERIAL NOT NULL, 
	identity TEXT COLLATE "C" NOT NULL, 
	name TEXT COLLATE "C" NOT NULL, 
	trail TEXT COLLATE "C" NOT NULL, 
	merged_on TEXT COLLATE "C" NOT NULL, 
	agent TEXT COLLATE "C", 
	PRIMARY KEY (id)
);

CREATE INDEX ix_merged_base_identity ON merged_base (identity);

CREATE TABLE merged_row (
	id SERIAL NOT NULL, 
	base_id BIGINT NOT NULL, 
	table_name TEXT COLLATE "C" NOT NULL, 
	source_id BIGINT NOT NULL, 
	row_id BIGINT NOT NULL, 
	fingerprint TEXT COLLATE "C" DEFAULT '' NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(base_id) REFERENCES merged_base (id), 
	UNIQUE (base_id, table_name, source_id)
);

CREATE INDEX ix_merged_row_row ON merged_row (table_name, row_id);

UPDATE alembic_version SET version_num='0009' WHERE alembic_version.version_num = '0008';

DROP INDEX ix_household_accompanied_on;

DROP INDEX ix_household_officer_id;

DROP INDEX ix_household_territory_id;

DROP INDEX ix_person_household;

DROP INDEX ix_contact_household_id;

DROP INDEX ix_follow_up_household_id;

CREATE INDEX ix_household_accompanied ON household (accompanied_on, settled_on, status, closed_on, erased_on, territory_id);

CREATE INDEX ix_household_territory ON household (territory_id, registered_on);

CREATE INDEX ix_household_closed ON household (closed_on, status, close_reason, territory_id);

CREATE INDEX ix_household_day ON household (officer_id, territory_id, last_contact_on, registered_on, status, closed_on, settled_on, horizon, maturity, accompanied_on, erased_on, limited_on, opposed_on, reference);

CREATE INDEX ix_person_household ON person (household_id, registered_on, role);

CREATE INDEX ix_contact_household ON contact (household_id, happened_on);

CREATE INDEX ix_contact_period ON contact (happened_on, household_id, result);

CREATE INDEX ix_follow_up_household ON follow_up (household_id, done_on, planned_on, due_on);

CREATE INDEX ix_settlement_left_on ON settlement (left_on);

CREATE INDEX ix_offer_place ON offer (kind, latitude, longitude);

CREATE INDEX ix_offer_commune ON offer (code_insee, kind);

CREATE INDEX ix_contact_visit ON contact (happened_on) WHERE channel = 'visite';

CREATE INDEX ix_offer_remote ON offer (kind) WHERE telework = 'total';

UPDATE alembic_version SET version_num='0010' WHERE alembic_version.version_num = '0009';

ALTER TABLE contact ALTER CONSTRAINT "contact_household_id_fkey" DEFERRABLE;

ALTER TABLE contact ALTER CONSTRAINT "contact_import_id_fkey" DEFERRABLE;

ALTER TABLE contact ALTER CONSTRAINT "contact_officer_id_fkey" DEFERRABLE;

ALTER TABLE follow_up ALTER CONSTRAINT "follow_up_contact_id_fkey" DEFERRABLE;

ALTER TABLE follow_up ALTER CONSTRAINT "follow_up_household_id_fkey" DEFERRABLE;

ALTER TABLE follow_up ALTER CONSTRAINT "follow_up_officer_id_fkey" DEFERRABLE;

ALTER TABLE frozen_report ALTER CONSTRAINT "frozen_report_territory_id_fkey" DEFERRABLE;

ALTER TABLE household ALTER CONSTRAINT "household_officer_id_fkey" DEFERRABLE;

ALTER TABLE household ALTER CONSTRAINT "household_territory_id_fkey" DEFERRABLE;

ALTER TABLE introduction ALTER CONSTRAINT "introduction_household_id_fkey" DEFERRABLE;

ALTER TABLE introduction ALTER CONSTRAINT "introduction_offer_id_fkey" DEFERRABLE;

ALTER TABLE introduction ALTER CONSTRAINT "introduction_officer_id_fkey" DEFERRABLE;

ALTER TABLE introduction ALTER CONSTRAINT "introduction_person_id_fkey" DEFERRABLE;

ALTER TABLE introduction ALTER CONSTRAINT "introduction_resource_id_fkey" DEFERRABLE;

ALTER TABLE journal_block ALTER CONSTRAINT "journal_block_operation_id_fkey" DEFERRABLE;

ALTER TABLE merged_row ALTER CONSTRAINT "merged_row_base_id_fkey" DEFERRABLE;

ALTER TABLE offer ALTER CONSTRAINT "offer_import_id_fkey" DEFERRABLE;

ALTER TABLE offer_twin ALTER CONSTRAINT "offer_twin_offer_id_fkey" DEFERRABLE;

ALTER TABLE offer_twin ALTER CONSTRAINT "offer_twin_other_id_fkey" DEFERRABLE;

ALTER TABLE officer ALTER CONSTRAINT "officer_territory_id_fkey" DEFERRABLE;

ALTER TABLE operation ALTER CONSTRAINT "operation_target_id_fkey" DEFERRABLE;

ALTER TABLE person ALTER CONSTRAINT "person_household_id_fkey" DEFERRABLE;

ALTER TABLE privacy_proof ALTER CONSTRAINT "privacy_proof_household_id_fkey" DEFERRABLE;

ALTER TABLE privacy_proof ALTER CONSTRAINT "privacy_proof_notice_id_fkey" DEFERRABLE;

ALTER TABLE privacy_request ALTER CONSTRAINT "privacy_request_household_id_fkey" DEFERRABLE;

ALTER TABLE purge_notice ALTER CONSTRAINT "purge_notice_household_id_fkey" DEFERRABLE;

ALTER TABLE resource_person ALTER CONSTRAINT "resource_person_territory_id_fkey" DEFERRABLE;

ALTER TABLE set_aside ALTER CONSTRAINT "set_aside_import_id_fkey" DEFERRABLE;

ALTER TABLE settlement ALTER CONSTRAINT "settlement_household_id_fkey" DEFERRABLE;

ALTER TABLE settlement ALTER CONSTRAINT "settlement_import_id_fkey" DEFERRABLE;

ALTER TABLE settlement_check ALTER CONSTRAINT "settlement_check_household_id_fkey" DEFERRABLE;

ALTER TABLE settlement_check ALTER CONSTRAINT "settlement_check_settlement_id_fkey" DEFERRABLE;

ALTER TABLE signup ALTER CONSTRAINT "signup_household_id_fkey" DEFERRABLE;

ALTER TABLE signup ALTER CONSTRAINT "signup_import_id_fkey" DEFERRABLE;

ALTER TABLE signup ALTER CONSTRAINT "signup_person_id_fkey" DEFERRABLE;

ALTER TABLE territory_commune ALTER CONSTRAINT "territory_commune_territory_id_fkey" DEFERRABLE;

ALTER TABLE transfer ALTER CONSTRAINT "transfer_from_territory_id_fkey" DEFERRABLE;

ALTER TABLE transfer ALTER CONSTRAINT "transfer_household_id_fkey" DEFERRABLE;

ALTER TABLE transfer ALTER CONSTRAINT "transfer_to_territory_id_fkey" DEFERRABLE;

ALTER TABLE visit ALTER CONSTRAINT "visit_officer_id_fkey" DEFERRABLE;

ALTER TABLE visit ALTER CONSTRAINT "visit_territory_id_fkey" DEFERRABLE;

ALTER TABLE visit_guest ALTER CONSTRAINT "visit_guest_contact_id_fkey" DEFERRABLE;

ALTER TABLE visit_guest ALTER CONSTRAINT "visit_guest_household_id_fkey" DEFERRABLE;

ALTER TABLE visit_guest ALTER CONSTRAINT "visit_guest_visit_id_fkey" DEFERRABLE;

ALTER TABLE base_mark ALTER COLUMN id TYPE BIGINT;

ALTER TABLE base_mark ALTER COLUMN id SET DEFAULT given('base_mark');

DROP SEQUENCE IF EXISTS base_mark_id_seq;

CREATE TRIGGER counted AFTER INSERT ON base_mark REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE breach ALTER COLUMN id TYPE BIGINT;

ALTER TABLE breach ALTER COLUMN id SET DEFAULT given('breach');

DROP SEQUENCE IF EXISTS breach_id_seq;

CREATE TRIGGER counted AFTER INSERT ON breach REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE campaign ALTER COLUMN id TYPE BIGINT;

ALTER TABLE campaign ALTER COLUMN id SET DEFAULT given('campaign');

DROP SEQUENCE IF EXISTS campaign_id_seq;

CREATE TRIGGER counted AFTER INSERT ON campaign REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE coded_answer ALTER COLUMN id TYPE BIGINT;

ALTER TABLE coded_answer ALTER COLUMN id SET DEFAULT given('coded_answer');

DROP SEQUENCE IF EXISTS coded_answer_id_seq;

CREATE TRIGGER counted AFTER INSERT ON coded_answer REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE column_mapping ALTER COLUMN id TYPE BIGINT;

ALTER TABLE column_mapping ALTER COLUMN id SET DEFAULT given('column_mapping');

DROP SEQUENCE IF EXISTS column_mapping_id_seq;

CREATE TRIGGER counted AFTER INSERT ON column_mapping REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE contact ALTER COLUMN id TYPE BIGINT;

ALTER TABLE contact ALTER COLUMN id SET DEFAULT given('contact');

DROP SEQUENCE IF EXISTS contact_id_seq;

CREATE TRIGGER counted AFTER INSERT ON contact REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE disposal ALTER COLUMN id TYPE BIGINT;

ALTER TABLE disposal ALTER COLUMN id SET DEFAULT given('disposal');

DROP SEQUENCE IF EXISTS disposal_id_seq;

CREATE TRIGGER counted AFTER INSERT ON disposal REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE erasure ALTER COLUMN id TYPE BIGINT;

ALTER TABLE erasure ALTER COLUMN id SET DEFAULT given('erasure');

DROP SEQUENCE IF EXISTS erasure_id_seq;

CREATE TRIGGER counted AFTER INSERT ON erasure REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE follow_up ALTER COLUMN id TYPE BIGINT;

ALTER TABLE follow_up ALTER COLUMN id SET DEFAULT given('follow_up');

DROP SEQUENCE IF EXISTS follow_up_id_seq;

CREATE TRIGGER counted AFTER INSERT ON follow_up REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE frozen_report ALTER COLUMN id TYPE BIGINT;

ALTER TABLE frozen_report ALTER COLUMN id SET DEFAULT given('frozen_report');

DROP SEQUENCE IF EXISTS frozen_report_id_seq;

CREATE TRIGGER counted AFTER INSERT ON frozen_report REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE household ALTER COLUMN id TYPE BIGINT;

ALTER TABLE household ALTER COLUMN id SET DEFAULT given('household');

DROP SEQUENCE IF EXISTS household_id_seq;

CREATE TRIGGER counted AFTER INSERT ON household REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE identity_decision ALTER COLUMN id TYPE BIGINT;

ALTER TABLE identity_decision ALTER COLUMN id SET DEFAULT given('identity_decision');

DROP SEQUENCE IF EXISTS identity_decision_id_seq;

CREATE TRIGGER counted AFTER INSERT ON identity_decision REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE identity_rule ALTER COLUMN id TYPE BIGINT;

ALTER TABLE identity_rule ALTER COLUMN id SET DEFAULT given('identity_rule');

DROP SEQUENCE IF EXISTS identity_rule_id_seq;

CREATE TRIGGER counted AFTER INSERT ON identity_rule REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE import_run ALTER COLUMN id TYPE BIGINT;

ALTER TABLE import_run ALTER COLUMN id SET DEFAULT given('import_run');

DROP SEQUENCE IF EXISTS import_run_id_seq;

CREATE TRIGGER counted AFTER INSERT ON import_run REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE introduction ALTER COLUMN id TYPE BIGINT;

ALTER TABLE introduction ALTER COLUMN id SET DEFAULT given('introduction');

DROP SEQUENCE IF EXISTS introduction_id_seq;

CREATE TRIGGER counted AFTER INSERT ON introduction REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE journal_block ALTER COLUMN id TYPE BIGINT;

ALTER TABLE journal_block ALTER COLUMN id SET DEFAULT given('journal_block');

DROP SEQUENCE IF EXISTS journal_block_id_seq;

CREATE TRIGGER counted AFTER INSERT ON journal_block REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE merged_base ALTER COLUMN id TYPE BIGINT;

ALTER TABLE merged_base ALTER COLUMN id SET DEFAULT given('merged_base');

DROP SEQUENCE IF EXISTS merged_base_id_seq;

CREATE TRIGGER counted AFTER INSERT ON merged_base REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE merged_row ALTER COLUMN id TYPE BIGINT;

ALTER TABLE merged_row ALTER COLUMN id SET DEFAULT given('merged_row');

DROP SEQUENCE IF EXISTS merged_row_id_seq;

CREATE TRIGGER counted AFTER INSERT ON merged_row REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE note_verdict ALTER COLUMN id TYPE BIGINT;

ALTER TABLE note_verdict ALTER COLUMN id SET DEFAULT given('note_verdict');

DROP SEQUENCE IF EXISTS note_verdict_id_seq;

CREATE TRIGGER counted AFTER INSERT ON note_verdict REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE occupation_move ALTER COLUMN id TYPE BIGINT;

ALTER TABLE occupation_move ALTER COLUMN id SET DEFAULT given('occupation_move');

DROP SEQUENCE IF EXISTS occupation_move_id_seq;

CREATE TRIGGER counted AFTER INSERT ON occupation_move REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE occupation_title ALTER COLUMN id TYPE BIGINT;

ALTER TABLE occupation_title ALTER COLUMN id SET DEFAULT given('occupation_title');

DROP SEQUENCE IF EXISTS occupation_title_id_seq;

CREATE TRIGGER counted AFTER INSERT ON occupation_title REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE offer ALTER COLUMN id TYPE BIGINT;

ALTER TABLE offer ALTER COLUMN id SET DEFAULT given('offer');

DROP SEQUENCE IF EXISTS offer_id_seq;

CREATE TRIGGER counted AFTER INSERT ON offer REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE offer_twin ALTER COLUMN id TYPE BIGINT;

ALTER TABLE offer_twin ALTER COLUMN id SET DEFAULT given('offer_twin');

DROP SEQUENCE IF EXISTS offer_twin_id_seq;

CREATE TRIGGER counted AFTER INSERT ON offer_twin REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE officer ALTER COLUMN id TYPE BIGINT;

ALTER TABLE officer ALTER COLUMN id SET DEFAULT given('officer');

DROP SEQUENCE IF EXISTS officer_id_seq;

CREATE TRIGGER counted AFTER INSERT ON officer REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE operation ALTER COLUMN id TYPE BIGINT;

ALTER TABLE operation ALTER COLUMN id SET DEFAULT given('operation');

DROP SEQUENCE IF EXISTS operation_id_seq;

CREATE TRIGGER counted AFTER INSERT ON operation REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE person ALTER COLUMN id TYPE BIGINT;

ALTER TABLE person ALTER COLUMN id SET DEFAULT given('person');

DROP SEQUENCE IF EXISTS person_id_seq;

CREATE TRIGGER counted AFTER INSERT ON person REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE privacy_notice ALTER COLUMN id TYPE BIGINT;

ALTER TABLE privacy_notice ALTER COLUMN id SET DEFAULT given('privacy_notice');

DROP SEQUENCE IF EXISTS privacy_notice_id_seq;

CREATE TRIGGER counted AFTER INSERT ON privacy_notice REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE privacy_proof ALTER COLUMN id TYPE BIGINT;

ALTER TABLE privacy_proof ALTER COLUMN id SET DEFAULT given('privacy_proof');

DROP SEQUENCE IF EXISTS privacy_proof_id_seq;

CREATE TRIGGER counted AFTER INSERT ON privacy_proof REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE privacy_request ALTER COLUMN id TYPE BIGINT;

ALTER TABLE privacy_request ALTER COLUMN id SET DEFAULT given('privacy_request');

DROP SEQUENCE IF EXISTS privacy_request_id_seq;

CREATE TRIGGER counted AFTER INSERT ON privacy_request REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE purge_notice ALTER COLUMN id TYPE BIGINT;

ALTER TABLE purge_notice ALTER COLUMN id SET DEFAULT given('purge_notice');

DROP SEQUENCE IF EXISTS purge_notice_id_seq;

CREATE TRIGGER counted AFTER INSERT ON purge_notice REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE resource_person ALTER COLUMN id TYPE BIGINT;

ALTER TABLE resource_person ALTER COLUMN id SET DEFAULT given('resource_person');

DROP SEQUENCE IF EXISTS resource_person_id_seq;

CREATE TRIGGER counted AFTER INSERT ON resource_person REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE set_aside ALTER COLUMN id TYPE BIGINT;

ALTER TABLE set_aside ALTER COLUMN id SET DEFAULT given('set_aside');

DROP SEQUENCE IF EXISTS set_aside_id_seq;

CREATE TRIGGER counted AFTER INSERT ON set_aside REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE setting ALTER COLUMN id TYPE BIGINT;

ALTER TABLE setting ALTER COLUMN id SET DEFAULT given('setting');

DROP SEQUENCE IF EXISTS setting_id_seq;

CREATE TRIGGER counted AFTER INSERT ON setting REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE settlement ALTER COLUMN id TYPE BIGINT;

ALTER TABLE settlement ALTER COLUMN id SET DEFAULT given('settlement');

DROP SEQUENCE IF EXISTS settlement_id_seq;

CREATE TRIGGER counted AFTER INSERT ON settlement REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE settlement_check ALTER COLUMN id TYPE BIGINT;

ALTER TABLE settlement_check ALTER COLUMN id SET DEFAULT given('settlement_check');

DROP SEQUENCE IF EXISTS settlement_check_id_seq;

CREATE TRIGGER counted AFTER INSERT ON settlement_check REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE signup ALTER COLUMN id TYPE BIGINT;

ALTER TABLE signup ALTER COLUMN id SET DEFAULT given('signup');

DROP SEQUENCE IF EXISTS signup_id_seq;

CREATE TRIGGER counted AFTER INSERT ON signup REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE target ALTER COLUMN id TYPE BIGINT;

ALTER TABLE target ALTER COLUMN id SET DEFAULT given('target');

DROP SEQUENCE IF EXISTS target_id_seq;

CREATE TRIGGER counted AFTER INSERT ON target REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE territory ALTER COLUMN id TYPE BIGINT;

ALTER TABLE territory ALTER COLUMN id SET DEFAULT given('territory');

DROP SEQUENCE IF EXISTS territory_id_seq;

CREATE TRIGGER counted AFTER INSERT ON territory REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE territory_commune ALTER COLUMN id TYPE BIGINT;

ALTER TABLE territory_commune ALTER COLUMN id SET DEFAULT given('territory_commune');

DROP SEQUENCE IF EXISTS territory_commune_id_seq;

CREATE TRIGGER counted AFTER INSERT ON territory_commune REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE transfer ALTER COLUMN id TYPE BIGINT;

ALTER TABLE transfer ALTER COLUMN id SET DEFAULT given('transfer');

DROP SEQUENCE IF EXISTS transfer_id_seq;

CREATE TRIGGER counted AFTER INSERT ON transfer REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE visit ALTER COLUMN id TYPE BIGINT;

ALTER TABLE visit ALTER COLUMN id SET DEFAULT given('visit');

DROP SEQUENCE IF EXISTS visit_id_seq;

CREATE TRIGGER counted AFTER INSERT ON visit REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

ALTER TABLE visit_guest ALTER COLUMN id TYPE BIGINT;

ALTER TABLE visit_guest ALTER COLUMN id SET DEFAULT given('visit_guest');

DROP SEQUENCE IF EXISTS visit_guest_id_seq;

CREATE TRIGGER counted AFTER INSERT ON visit_guest REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION counted();

DROP INDEX IF EXISTS ix_household_accompanied_on;

CREATE INDEX ix_household_accompanied_on ON household (accompanied_on) WHERE accompanied_on IS NOT NULL;

DROP INDEX IF EXISTS ix_household_erased_on;

CREATE INDEX ix_household_erased_on ON household (erased_on) WHERE erased_on IS NOT NULL;

DROP INDEX IF EXISTS ix_household_next_due_on;

CREATE INDEX ix_household_next_due_on ON household (next_due_on) WHERE next_due_on IS NOT NULL;

DROP INDEX IF EXISTS ix_household_officer_id;

CREATE INDEX ix_household_officer_id ON household (officer_id) WHERE officer_id IS NOT NULL;

DROP INDEX IF EXISTS ix_household_settled_on;

CREATE INDEX ix_household_settled_on ON household (settled_on) WHERE settled_on IS NOT NULL;

DROP INDEX IF EXISTS ix_household_territory_id;

CREATE INDEX ix_household_territory_id ON household (territory_id) WHERE territory_id IS NOT NULL;

DROP INDEX IF EXISTS ix_person_email_key;

CREATE INDEX ix_person_email_key ON person (email_key) WHERE email_key IS NOT NULL;

DROP INDEX IF EXISTS ix_person_external_reference;

CREATE INDEX ix_person_external_reference ON person (external_reference) WHERE external_reference IS NOT NULL;

DROP INDEX IF EXISTS ix_person_names;

CREATE INDEX ix_person_names ON person (last_key, first_key) WHERE last_key IS NOT NULL;

DROP INDEX IF EXISTS ix_person_phone;

CREATE INDEX ix_person_phone ON person (phone) WHERE phone IS NOT NULL;

DROP INDEX IF EXISTS ix_person_registered_on;

CREATE INDEX ix_person_registered_on ON person (registered_on) WHERE registered_on IS NOT NULL;

DROP SCHEMA IF EXISTS venez_vivre_droits CASCADE; CREATE SCHEMA venez_vivre_droits;

-- Who may read and write what: a table that nobody but the owner writes, and what policies ask it.
-- Everything follows `session_user`, the login that the server let in: no setting, no SET ROLE and
-- no pooled connection changes it. `pg_temp` is last in every path: a temporary table named as one
-- of ours is never read in its place.

CREATE TABLE venez_vivre_droits.entitlement (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  login name NOT NULL,
  scope text NOT NULL CHECK (scope IN ('territoire', 'region', 'ensemble')),
  territory_id bigint REFERENCES territory (id),
  writes boolean NOT NULL,
  granted_at timestamptz NOT NULL DEFAULT now(),
  granted_by name NOT NULL DEFAULT session_user,
  ended_at timestamptz,
  ended_by name,
  CHECK ((scope = 'territoire') = (territory_id IS NOT NULL)),
  CHECK (scope <> 'ensemble' OR NOT writes)
);

CREATE UNIQUE INDEX ix_entitlement_standing ON venez_vivre_droits.entitlement
  (login, scope, coalesce(territory_id, 0)) WHERE ended_at IS NULL;

-- Who administers: the owner of the tables, whoever may act as the owner, a superuser.
CREATE FUNCTION venez_vivre_droits.administers() RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = venez_vivre_droits, venez_vivre, pg_catalog, pg_temp
AS $$
  SELECT pg_has_role(session_user, relowner, 'USAGE') FROM pg_class
  WHERE oid = 'venez_vivre.household'::regclass
$$;

CREATE FUNCTION venez_vivre_droits.holds(asked text, to_write boolean) RETURNS boolean LANGUAGE sql
STABLE SECURITY DEFINER SET search_path = venez_vivre_droits, venez_vivre, pg_catalog, pg_temp
AS $$
  SELECT EXISTS (SELECT 1 FROM entitlement WHERE login = session_user AND scope = asked
    AND ended_at IS NULL AND (writes OR NOT to_write))
$$;

-- The territories whose files this login may read, or write; 0 is « of no territory yet ».
CREATE FUNCTION venez_vivre_droits.reached(to_write boolean) RETURNS bigint[] LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = venez_vivre_droits, venez_vivre, pg_catalog, pg_temp
AS $$
  SELECT CASE WHEN administers() OR holds('region', to_write)
    THEN ARRAY(SELECT 0 UNION ALL SELECT id FROM territory)
    ELSE ARRAY(SELECT territory_id FROM entitlement WHERE login = session_user
      AND scope = 'territoire' AND ended_at IS NULL AND (writes OR NOT to_write)
      ORDER BY territory_id)
  END
$$;

CREATE FUNCTION venez_vivre_droits.readable() RETURNS bigint[] LANGUAGE sql STABLE
AS 'SELECT venez_vivre_droits.reached(false)';

CREATE FUNCTION venez_vivre_droits.writable() RETURNS bigint[] LANGUAGE sql STABLE
AS 'SELECT venez_vivre_droits.reached(true)';

CREATE FUNCTION venez_vivre_droits.writes_everywhere() RETURNS boolean LANGUAGE sql STABLE
AS 'SELECT venez_vivre_droits.administers() OR venez_vivre_droits.holds(''region'', true)';

-- The one territory of this login, where it has only one: what is new and of no territory is its.
CREATE FUNCTION venez_vivre_droits.home() RETURNS bigint LANGUAGE sql STABLE
AS $$
  SELECT CASE WHEN cardinality(w) = 1 THEN w[1] ELSE 0 END FROM venez_vivre_droits.reached(true) w
$$;

-- Whether this login reads figures of every territory, and no file.
CREATE FUNCTION venez_vivre_droits.figures_only() RETURNS boolean LANGUAGE sql STABLE
AS $$
  SELECT venez_vivre_droits.holds('ensemble', false)
    AND cardinality(venez_vivre_droits.reached(false)) = 0
$$;

CREATE FUNCTION venez_vivre_droits.reads_figures() RETURNS boolean LANGUAGE sql STABLE
AS $$
  SELECT venez_vivre_droits.holds('ensemble', false) OR venez_vivre_droits.holds('region', false)
    OR venez_vivre_droits.administers()
$$;

CREATE FUNCTION venez_vivre_droits.reach() RETURNS text LANGUAGE sql STABLE
AS $$
  SELECT CASE WHEN cardinality(venez_vivre_droits.reached(false)) > 0 THEN 'dossiers'
    WHEN venez_vivre_droits.holds('ensemble', false) THEN 'ensemble' ELSE 'rien' END
$$;

-- Numbers are of the whole base: searches, keys and the journal name rows by them. One that was
-- given before comes back only to the territory whose row left it (an undo); any other is refused,
-- be it somebody's or nobody's, so that trying numbers tells nothing.
CREATE TABLE venez_vivre_droits.departed (
  table_name name NOT NULL,
  id bigint NOT NULL,
  of_territory bigint NOT NULL,
  PRIMARY KEY (table_name, id)
);

CREATE FUNCTION venez_vivre_droits.rows_leave() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = venez_vivre_droits, venez_vivre, pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO departed SELECT TG_TABLE_NAME, id, of_territory FROM gone
  ON CONFLICT (table_name, id) DO UPDATE SET of_territory = excluded.of_territory;
  RETURN NULL;
END
$$;

CREATE FUNCTION venez_vivre_droits.comes_back(kind name, number bigint, whose bigint)
RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = venez_vivre_droits, venez_vivre, pg_catalog, pg_temp
AS $$
BEGIN
  DELETE FROM departed WHERE table_name = kind AND id = number AND of_territory = whose;
  RETURN FOUND OR administers();
END
$$;

-- Whether a number is new, and not so far ahead that nothing would be left to give.
CREATE FUNCTION venez_vivre_droits.is_new(number bigint, seq bigint, since bigint, given_by xid8)
RETURNS boolean LANGUAGE sql STABLE
AS $$
  SELECT number > CASE WHEN given_by = pg_current_xact_id() THEN since ELSE seq END
    AND number < seq + 100000000
$$;

-- A file is of its territory; it moves when the transaction ends, so that whoever hands it over
-- can still write down what they did.
CREATE FUNCTION venez_vivre_droits.file_is_new() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = venez_vivre_droits, venez_vivre, pg_catalog, pg_temp
AS $$
DECLARE
  fresh boolean;
BEGIN
  IF NEW.territory_id IS NULL THEN NEW.territory_id := nullif(home(), 0); END IF;
  NEW.of_territory := coalesce(NEW.territory_id, 0);
  SELECT is_new(NEW.id, seq, of_since, of_transaction) INTO fresh FROM counter
  WHERE name = TG_TABLE_NAME;
  IF NOT fresh AND NOT comes_back(TG_TABLE_NAME, NEW.id, NEW.of_territory) THEN
    NEW.of_territory := -1;
  END IF;
  RETURN NEW;
END
$$;

CREATE FUNCTION venez_vivre_droits.file_is_handed_over() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = venez_vivre_droits, venez_vivre, pg_catalog, pg_temp
AS $$
BEGIN
  SET CONSTRAINTS ALL DEFERRED;
  -- A reference that the other territory has is no refusal: it would tell that it is there.
  UPDATE household h SET of_territory = coalesce(territory_id, 0), reference = CASE
    WHEN EXISTS (SELECT 1 FROM household o WHERE o.reference = h.reference AND o.id <> h.id
      AND o.of_territory = coalesce(h.territory_id, 0))
    THEN reference || '-' || id ELSE reference END
  WHERE id = NEW.id AND of_territory <> coalesce(territory_id, 0);
  RETURN NULL;
END
$$;

-- A row of a file is of the territory of the file; -1, where nobody may write, when there is none:
-- the refusal is then the same as for a file of somebody else.
CREATE FUNCTION venez_vivre_droits.row_of_file() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = venez_vivre_droits, venez_vivre, pg_catalog, pg_temp
AS $$
DECLARE
  fresh boolean;
BEGIN
  SELECT of_territory, (SELECT is_new(NEW.id, seq, of_since, of_transaction) FROM counter
    WHERE name = TG_TABLE_NAME) INTO NEW.of_territory, fresh
  FROM household WHERE id = NEW.household_id;
  IF NEW.of_territory IS NULL THEN
    NEW.of_territory := CASE WHEN NEW.household_id IS NULL THEN home() ELSE -1 END;
    SELECT is_new(NEW.id, seq, of_since, of_transaction) INTO fresh FROM counter
    WHERE name = TG_TABLE_NAME;
  END IF;
  IF TG_OP = 'INSERT' AND NOT fresh
      AND NOT comes_back(TG_TABLE_NAME, NEW.id, NEW.of_territory) THEN
    NEW.of_territory := -1;
  END IF;
  RETURN NEW;
END
$$;

CREATE FUNCTION venez_vivre_droits.row_of_register() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = venez_vivre_droits, venez_vivre, pg_catalog, pg_temp
AS $$
BEGIN
  NEW.of_territory := coalesce(NEW.territory_id, 0);
  RETURN NEW;
END
$$;

-- What a login writes down is read by those who may write wherever it may.
CREATE FUNCTION venez_vivre_droits.row_of_author() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = venez_vivre_droits, venez_vivre, pg_catalog, pg_temp
AS $$
BEGIN
  NEW.of_territories := reached(true);
  RETURN NEW;
END
$$;

-- An operation that answers another one (an undo) can only answer one that its author may read.
CREATE FUNCTION venez_vivre_droits.operation_of_author() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = venez_vivre_droits, venez_vivre, pg_catalog, pg_temp
AS $$
BEGIN
  NEW.of_territories := reached(true);
  IF NEW.target_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM operation
      WHERE id = NEW.target_id AND of_territories <@ reached(false)) THEN
    NEW.of_territories := '{-1}';
  END IF;
  RETURN NEW;
END
$$;

-- Those of these rows, which files share, that a file kept from this login points at: an undo lets
-- them stand. To try to delete them would tell as much, so who deletes nothing is told nothing.
CREATE FUNCTION venez_vivre_droits.needed_elsewhere(parent text, numbers bigint[])
RETURNS SETOF bigint LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = venez_vivre_droits, venez_vivre, pg_catalog, pg_temp
AS $$
DECLARE
  link record;
BEGIN
  IF cardinality(reached(true)) = 0 THEN RETURN; END IF;
  FOR link IN SELECT c.conrelid::regclass AS child, a.attname AS named FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    JOIN pg_attribute o ON o.attrelid = c.conrelid AND o.attname = 'of_territory'
    WHERE c.contype = 'f' AND cardinality(c.conkey) = 1
    AND c.confrelid = to_regclass('venez_vivre.' || quote_ident(parent))
  LOOP
    RETURN QUERY EXECUTE format('SELECT DISTINCT %1$I FROM %2$s WHERE %1$I = ANY ($1) '
      'AND of_territory <> ALL ($2)', link.named, link.child) USING numbers, reached(false);
  END LOOP;
END
$$;

-- How many operations are kept since one, those of others too: theirs are not missing.
CREATE FUNCTION venez_vivre_droits.operations_since(first bigint) RETURNS bigint LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = venez_vivre_droits, venez_vivre, pg_catalog, pg_temp
AS 'SELECT pg_catalog.count(*) FROM operation WHERE id >= $1';

-- How many rows a table holds, for plans: after an import, without waiting for the server to see.
CREATE FUNCTION venez_vivre_droits.measure(grown text) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = venez_vivre_droits, venez_vivre, pg_catalog, pg_temp
AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_class WHERE relname = grown AND relkind = 'r'
      AND relnamespace = 'venez_vivre'::regnamespace) THEN
    EXECUTE format('ANALYZE venez_vivre.%I', grown);
  END IF;
END
$$;

DO $$ BEGIN IF to_regrole('venez_vivre_agents') IS NULL THEN CREATE ROLE venez_vivre_agents NOLOGIN; END IF; END $$;

ALTER TABLE household ADD COLUMN IF NOT EXISTS of_territory BIGINT;

UPDATE household SET of_territory = coalesce(territory_id, 0) WHERE of_territory IS NULL;

ALTER TABLE household ALTER COLUMN of_territory SET NOT NULL;

CREATE TRIGGER of_territory BEFORE INSERT ON household FOR EACH ROW WHEN (NEW.of_territory IS NULL) EXECUTE FUNCTION venez_vivre_droits.file_is_new();

CREATE TRIGGER departed AFTER DELETE ON household REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION venez_vivre_droits.rows_leave();

ALTER TABLE contact ADD COLUMN IF NOT EXISTS of_territory BIGINT;

UPDATE contact SET of_territory = coalesce((SELECT h.of_territory FROM household h WHERE h.id = contact.household_id), 0) WHERE of_territory IS NULL;

ALTER TABLE contact ALTER COLUMN of_territory SET NOT NULL;

CREATE TRIGGER of_territory BEFORE INSERT ON contact FOR EACH ROW WHEN (NEW.of_territory IS NULL) EXECUTE FUNCTION venez_vivre_droits.row_of_file();

CREATE TRIGGER of_other_file BEFORE UPDATE OF household_id ON contact FOR EACH ROW EXECUTE FUNCTION venez_vivre_droits.row_of_file();

CREATE TRIGGER departed AFTER DELETE ON contact REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION venez_vivre_droits.rows_leave();

ALTER TABLE follow_up ADD COLUMN IF NOT EXISTS of_territory BIGINT;

UPDATE follow_up SET of_territory = coalesce((SELECT h.of_territory FROM household h WHERE h.id = follow_up.household_id), 0) WHERE of_territory IS NULL;

ALTER TABLE follow_up ALTER COLUMN of_territory SET NOT NULL;

CREATE TRIGGER of_territory BEFORE INSERT ON follow_up FOR EACH ROW WHEN (NEW.of_territory IS NULL) EXECUTE FUNCTION venez_vivre_droits.row_of_file();

CREATE TRIGGER of_other_file BEFORE UPDATE OF household_id ON follow_up FOR EACH ROW EXECUTE FUNCTION venez_vivre_droits.row_of_file();

CREATE TRIGGER departed AFTER DELETE ON follow_up REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION venez_vivre_droits.rows_leave();

ALTER TABLE introduction ADD COLUMN IF NOT EXISTS of_territory BIGINT;

UPDATE introduction SET of_territory = coalesce((SELECT h.of_territory FROM household h WHERE h.id = introduction.household_id), 0) WHERE of_territory IS NULL;

ALTER TABLE introduction ALTER COLUMN of_territory SET NOT NULL;

CREATE TRIGGER of_territory BEFORE INSERT ON introduction FOR EACH ROW WHEN (NEW.of_territory IS NULL) EXECUTE FUNCTION venez_vivre_droits.row_of_file();

CREATE TRIGGER of_other_file BEFORE UPDATE OF household_id ON introduction FOR EACH ROW EXECUTE FUNCTION venez_vivre_droits.row_of_file();

CREATE TRIGGER departed AFTER DELETE ON introduction REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION venez_vivre_droits.rows_leave();

ALTER TABLE person ADD COLUMN IF NOT EXISTS of_territory BIGINT;

UPDATE person SET of_territory = coalesce((SELECT h.of_territory FROM household h WHERE h.id = person.household_id), 0) WHERE of_territory IS NULL;

ALTER TABLE person ALTER COLUMN of_territory SET NOT NULL;

CREATE TRIGGER of_territory BEFORE INSERT ON person FOR EACH ROW WHEN (NEW.of_territory IS NULL) EXECUTE FUNCTION venez_vivre_droits.row_of_file();

CREATE TRIGGER of_other_file BEFORE UPDATE OF household_id ON person FOR EACH ROW EXECUTE FUNCTION venez_vivre_droits.row_of_file();

CREATE TRIGGER departed AFTER DELETE ON person REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION venez_vivre_droits.rows_leave();

ALTER TABLE privacy_proof ADD COLUMN IF NOT EXISTS of_territory BIGINT;

UPDATE privacy_proof SET of_territory = coalesce((SELECT h.of_territory FROM household h WHERE h.id = privacy_proof.household_id), 0) WHERE of_territory IS NULL;

ALTER TABLE privacy_proof ALTER COLUMN of_territory SET NOT NULL;

CREATE TRIGGER of_territory BEFORE INSERT ON privacy_proof FOR EACH ROW WHEN (NEW.of_territory IS NULL) EXECUTE FUNCTION venez_vivre_droits.row_of_file();

CREATE TRIGGER of_other_file BEFORE UPDATE OF household_id ON privacy_proof FOR EACH ROW EXECUTE FUNCTION venez_vivre_droits.row_of_file();

CREATE TRIGGER departed AFTER DELETE ON privacy_proof REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION venez_vivre_droits.rows_leave();

ALTER TABLE privacy_request ADD COLUMN IF NOT EXISTS of_territory BIGINT;

UPDATE privacy_request SET of_territory = coalesce((SELECT h.of_territory FROM household h WHERE h.id = privacy_request.household_id), 0) WHERE of_territory IS NULL;

ALTER TABLE privacy_request ALTER COLUMN of_territory SET NOT NULL;

CREATE TRIGGER of_territory BEFORE INSERT ON privacy_request FOR EACH ROW WHEN (NEW.of_territory IS NULL) EXECUTE FUNCTION venez_vivre_droits.row_of_file();

CREATE TRIGGER of_other_file BEFORE UPDATE OF household_id ON privacy_request FOR EACH ROW EXECUTE FUNCTION venez_vivre_droits.row_of_file();

CREATE TRIGGER departed AFTER DELETE ON privacy_request REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION venez_vivre_droits.rows_leave();

ALTER TABLE purge_notice ADD COLUMN IF NOT EXISTS of_territory BIGINT;

UPDATE purge_notice SET of_territory = coalesce((SELECT h.of_territory FROM household h WHERE h.id = purge_notice.household_id), 0) WHERE of_territory IS NULL;

ALTER TABLE purge_notice ALTER COLUMN of_territory SET NOT NULL;

CREATE TRIGGER of_territory BEFORE INSERT ON purge_notice FOR EACH ROW WHEN (NEW.of_territory IS NULL) EXECUTE FUNCTION venez_vivre_droits.row_of_file();

CREATE TRIGGER of_other_file BEFORE UPDATE OF household_id ON purge_notice FOR EACH ROW EXECUTE FUNCTION venez_vivre_droits.row_of_file();

CREATE TRIGGER departed AFTER DELETE ON purge_notice REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION venez_vivre_droits.rows_leave();

ALTER TABLE settlement ADD COLUMN IF NOT EXISTS of_territory BIGINT;

UPDATE settlement SET of_territory = coalesce((SELECT h.of_territory FROM household h WHERE h.id = settlement.household_id), 0) WHERE of_territory IS NULL;

ALTER TABLE settlement ALTER COLUMN of_territory SET NOT NULL;

CREATE TRIGGER of_territory BEFORE INSERT ON settlement FOR EACH ROW WHEN (NEW.of_territory IS NULL) EXECUTE FUNCTION venez_vivre_droits.row_of_file();

CREATE TRIGGER of_other_file BEFORE UPDATE OF household_id ON settlement FOR EACH ROW EXECUTE FUNCTION venez_vivre_droits.row_of_file();

CREATE TRIGGER departed AFTER DELETE ON settlement REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION venez_vivre_droits.rows_leave();

ALTER TABLE settlement_check ADD COLUMN IF NOT EXISTS of_territory BIGINT;

UPDATE settlement_check SET of_territory = coalesce((SELECT h.of_territory FROM household h WHERE h.id = settlement_check.household_id), 0) WHERE of_territory IS NULL;

ALTER TABLE settlement_check ALTER COLUMN of_territory SET NOT NULL;

CREATE TRIGGER of_territory BEFORE INSERT ON settlement_check FOR EACH ROW WHEN (NEW.of_territory IS NULL) EXECUTE FUNCTION venez_vivre_droits.row_of_file();

CREATE TRIGGER of_other_file BEFORE UPDATE OF household_id ON settlement_check FOR EACH ROW EXECUTE FUNCTION venez_vivre_droits.row_of_file();

CREATE TRIGGER departed AFTER DELETE ON settlement_check REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION venez_vivre_droits.rows_leave();

ALTER TABLE signup ADD COLUMN IF NOT EXISTS of_territory BIGINT;

UPDATE signup SET of_territory = coalesce((SELECT h.of_territory FROM household h WHERE h.id = signup.household_id), 0) WHERE of_territory IS NULL;

ALTER TABLE signup ALTER COLUMN of_territory SET NOT NULL;

CREATE TRIGGER of_territory BEFORE INSERT ON signup FOR EACH ROW WHEN (NEW.of_territory IS NULL) EXECUTE FUNCTION venez_vivre_droits.row_of_file();

CREATE TRIGGER of_other_file BEFORE UPDATE OF household_id ON signup FOR EACH ROW EXECUTE FUNCTION venez_vivre_droits.row_of_file();

CREATE TRIGGER departed AFTER DELETE ON signup REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION venez_vivre_droits.rows_leave();

ALTER TABLE transfer ADD COLUMN IF NOT EXISTS of_territory BIGINT;

UPDATE transfer SET of_territory = coalesce((SELECT h.of_territory FROM household h WHERE h.id = transfer.household_id), 0) WHERE of_territory IS NULL;

ALTER TABLE transfer ALTER COLUMN of_territory SET NOT NULL;

CREATE TRIGGER of_territory BEFORE INSERT ON transfer FOR EACH ROW WHEN (NEW.of_territory IS NULL) EXECUTE FUNCTION venez_vivre_droits.row_of_file();

CREATE TRIGGER of_other_file BEFORE UPDATE OF household_id ON transfer FOR EACH ROW EXECUTE FUNCTION venez_vivre_droits.row_of_file();

CREATE TRIGGER departed AFTER DELETE ON transfer REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION venez_vivre_droits.rows_leave();

ALTER TABLE visit_guest ADD COLUMN IF NOT EXISTS of_territory BIGINT;

UPDATE visit_guest SET of_territory = coalesce((SELECT h.of_territory FROM household h WHERE h.id = visit_guest.household_id), 0) WHERE of_territory IS NULL;

ALTER TABLE visit_guest ALTER COLUMN of_territory SET NOT NULL;

CREATE TRIGGER of_territory BEFORE INSERT ON visit_guest FOR EACH ROW WHEN (NEW.of_territory IS NULL) EXECUTE FUNCTION venez_vivre_droits.row_of_file();

CREATE TRIGGER of_other_file BEFORE UPDATE OF household_id ON visit_guest FOR EACH ROW EXECUTE FUNCTION venez_vivre_droits.row_of_file();

CREATE TRIGGER departed AFTER DELETE ON visit_guest REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION venez_vivre_droits.rows_leave();

ALTER TABLE household DROP CONSTRAINT household_pkey CASCADE;

ALTER TABLE household ADD PRIMARY KEY (id, of_territory);

ALTER TABLE household DROP CONSTRAINT household_reference_key, ADD CONSTRAINT household_reference_key UNIQUE (reference, of_territory);

ALTER TABLE contact DROP CONSTRAINT contact_pkey CASCADE;

ALTER TABLE contact ADD PRIMARY KEY (id, of_territory);

ALTER TABLE follow_up DROP CONSTRAINT follow_up_pkey CASCADE;

ALTER TABLE follow_up ADD PRIMARY KEY (id, of_territory);

ALTER TABLE introduction DROP CONSTRAINT introduction_pkey CASCADE;

ALTER TABLE introduction ADD PRIMARY KEY (id, of_territory);

ALTER TABLE person DROP CONSTRAINT person_pkey CASCADE;

ALTER TABLE person ADD PRIMARY KEY (id, of_territory);

ALTER TABLE privacy_proof DROP CONSTRAINT privacy_proof_pkey CASCADE;

ALTER TABLE privacy_proof ADD PRIMARY KEY (id, of_territory);

ALTER TABLE privacy_request DROP CONSTRAINT privacy_request_pkey CASCADE;

ALTER TABLE privacy_request ADD PRIMARY KEY (id, of_territory);

ALTER TABLE purge_notice DROP CONSTRAINT purge_notice_pkey CASCADE;

ALTER TABLE purge_notice ADD PRIMARY KEY (id, of_territory);

ALTER TABLE settlement DROP CONSTRAINT settlement_pkey CASCADE;

ALTER TABLE settlement ADD PRIMARY KEY (id, of_territory);

ALTER TABLE settlement_check DROP CONSTRAINT settlement_check_pkey CASCADE;

ALTER TABLE settlement_check ADD PRIMARY KEY (id, of_territory);

ALTER TABLE settlement_check DROP CONSTRAINT settlement_check_settlement_id_month_key, ADD CONSTRAINT settlement_check_settlement_id_month_key UNIQUE (settlement_id, month, of_territory);

ALTER TABLE signup DROP CONSTRAINT signup_pkey CASCADE;

ALTER TABLE signup ADD PRIMARY KEY (id, of_territory);

ALTER TABLE transfer DROP CONSTRAINT transfer_pkey CASCADE;

ALTER TABLE transfer ADD PRIMARY KEY (id, of_territory);

ALTER TABLE visit_guest DROP CONSTRAINT visit_guest_pkey CASCADE;

ALTER TABLE visit_guest ADD PRIMARY KEY (id, of_territory);

CREATE INDEX IF NOT EXISTS ix_household_of_territory ON household (of_territory);

CREATE INDEX IF NOT EXISTS ix_person_of_territory ON person (of_territory);

CREATE INDEX IF NOT EXISTS ix_signup_of_territory ON signup (of_territory);

CREATE INDEX IF NOT EXISTS ix_contact_of_territory ON contact (of_territory);

DROP INDEX ix_household_funnel;

CREATE INDEX ix_household_funnel ON household (registered_on, accompanied_on, settled_on, spontaneous, territory_id, officer_id, channel, origin_department) INCLUDE (of_territory);

ALTER TABLE contact ADD CONSTRAINT contact_of_file FOREIGN KEY (household_id, of_territory) REFERENCES household (id, of_territory) ON UPDATE CASCADE DEFERRABLE;

ALTER TABLE follow_up ADD CONSTRAINT follow_up_of_file FOREIGN KEY (household_id, of_territory) REFERENCES household (id, of_territory) ON UPDATE CASCADE DEFERRABLE;

ALTER TABLE introduction ADD CONSTRAINT introduction_of_file FOREIGN KEY (household_id, of_territory) REFERENCES household (id, of_territory) ON UPDATE CASCADE DEFERRABLE;

ALTER TABLE person ADD CONSTRAINT person_of_file FOREIGN KEY (household_id, of_territory) REFERENCES household (id, of_territory) ON UPDATE CASCADE DEFERRABLE;

ALTER TABLE privacy_proof ADD CONSTRAINT privacy_proof_of_file FOREIGN KEY (household_id, of_territory) REFERENCES household (id, of_territory) ON UPDATE CASCADE DEFERRABLE;

ALTER TABLE privacy_request ADD CONSTRAINT privacy_request_of_file FOREIGN KEY (household_id, of_territory) REFERENCES household (id, of_territory) ON UPDATE CASCADE DEFERRABLE;

ALTER TABLE purge_notice ADD CONSTRAINT purge_notice_of_file FOREIGN KEY (household_id, of_territory) REFERENCES household (id, of_territory) ON UPDATE CASCADE DEFERRABLE;

ALTER TABLE settlement ADD CONSTRAINT settlement_of_file FOREIGN KEY (household_id, of_territory) REFERENCES household (id, of_territory) ON UPDATE CASCADE DEFERRABLE;

ALTER TABLE settlement_check ADD CONSTRAINT settlement_check_of_file FOREIGN KEY (household_id, of_territory) REFERENCES household (id, of_territory) ON UPDATE CASCADE DEFERRABLE;

ALTER TABLE signup ADD CONSTRAINT signup_of_file FOREIGN KEY (household_id, of_territory) REFERENCES household (id, of_territory) ON UPDATE CASCADE DEFERRABLE;

ALTER TABLE transfer ADD CONSTRAINT transfer_of_file FOREIGN KEY (household_id, of_territory) REFERENCES household (id, of_territory) ON UPDATE CASCADE DEFERRABLE;

ALTER TABLE visit_guest ADD CONSTRAINT visit_guest_of_file FOREIGN KEY (household_id, of_territory) REFERENCES household (id, of_territory) ON UPDATE CASCADE DEFERRABLE;

ALTER TABLE signup ADD CONSTRAINT signup_person_id_of_file FOREIGN KEY (person_id, of_territory) REFERENCES person (id, of_territory) DEFERRABLE;

ALTER TABLE introduction ADD CONSTRAINT introduction_person_id_of_file FOREIGN KEY (person_id, of_territory) REFERENCES person (id, of_territory) DEFERRABLE;

ALTER TABLE follow_up ADD CONSTRAINT follow_up_contact_id_of_file FOREIGN KEY (contact_id, of_territory) REFERENCES contact (id, of_territory) DEFERRABLE;

ALTER TABLE visit_guest ADD CONSTRAINT visit_guest_contact_id_of_file FOREIGN KEY (contact_id, of_territory) REFERENCES contact (id, of_territory) DEFERRABLE;

ALTER TABLE settlement_check ADD CONSTRAINT settlement_check_settlement_id_of_file FOREIGN KEY (settlement_id, of_territory) REFERENCES settlement (id, of_territory) DEFERRABLE;

CREATE CONSTRAINT TRIGGER handed_over AFTER UPDATE OF territory_id ON household DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.territory_id IS DISTINCT FROM NEW.territory_id) EXECUTE FUNCTION venez_vivre_droits.file_is_handed_over();

ALTER TABLE breach ADD COLUMN IF NOT EXISTS of_territories BIGINT[];

UPDATE breach SET of_territories = venez_vivre_droits.reached(true) WHERE of_territories IS NULL;

ALTER TABLE breach ALTER COLUMN of_territories SET NOT NULL;

CREATE TRIGGER of_territories BEFORE INSERT ON breach FOR EACH ROW EXECUTE FUNCTION venez_vivre_droits.row_of_author();

ALTER TABLE disposal ADD COLUMN IF NOT EXISTS of_territories BIGINT[];

UPDATE disposal SET of_territories = venez_vivre_droits.reached(true) WHERE of_territories IS NULL;

ALTER TABLE disposal ALTER COLUMN of_territories SET NOT NULL;

CREATE TRIGGER of_territories BEFORE INSERT ON disposal FOR EACH ROW EXECUTE FUNCTION venez_vivre_droits.row_of_author();

ALTER TABLE erasure ADD COLUMN IF NOT EXISTS of_territories BIGINT[];

UPDATE erasure SET of_territories = venez_vivre_droits.reached(true) WHERE of_territories IS NULL;

ALTER TABLE erasure ALTER COLUMN of_territories SET NOT NULL;

CREATE TRIGGER of_territories BEFORE INSERT ON erasure FOR EACH ROW EXECUTE FUNCTION venez_vivre_droits.row_of_author();

ALTER TABLE erasure DROP CONSTRAINT erasure_proof_key, ADD CONSTRAINT erasure_proof_key UNIQUE (proof, of_territories);

ALTER TABLE identity_decision ADD COLUMN IF NOT EXISTS of_territories BIGINT[];

UPDATE identity_decision SET of_territories = venez_vivre_droits.reached(true) WHERE of_territories IS NULL;

ALTER TABLE identity_decision ALTER COLUMN of_territories SET NOT NULL;

CREATE TRIGGER of_territories BEFORE INSERT ON identity_decision FOR EACH ROW EXECUTE FUNCTION venez_vivre_droits.row_of_author();

ALTER TABLE import_run ADD COLUMN IF NOT EXISTS of_territories BIGINT[];

UPDATE import_run SET of_territories = venez_vivre_droits.reached(true) WHERE of_territories IS NULL;

ALTER TABLE import_run ALTER COLUMN of_territories SET NOT NULL;

CREATE TRIGGER of_territories BEFORE INSERT ON import_run FOR EACH ROW EXECUTE FUNCTION venez_vivre_droits.row_of_author();

ALTER TABLE merged_base ADD COLUMN IF NOT EXISTS of_territories BIGINT[];

UPDATE merged_base SET of_territories = venez_vivre_droits.reached(true) WHERE of_territories IS NULL;

ALTER TABLE merged_base ALTER COLUMN of_territories SET NOT NULL;

CREATE TRIGGER of_territories BEFORE INSERT ON merged_base FOR EACH ROW EXECUTE FUNCTION venez_vivre_droits.row_of_author();

ALTER TABLE note_verdict ADD COLUMN IF NOT EXISTS of_territories BIGINT[];

UPDATE note_verdict SET of_territories = venez_vivre_droits.reached(true) WHERE of_territories IS NULL;

ALTER TABLE note_verdict ALTER COLUMN of_territories SET NOT NULL;

CREATE TRIGGER of_territories BEFORE INSERT ON note_verdict FOR EACH ROW EXECUTE FUNCTION venez_vivre_droits.row_of_author();

ALTER TABLE note_verdict DROP CONSTRAINT note_verdict_table_name_row_id_text_key_key, ADD CONSTRAINT note_verdict_table_name_row_id_text_key_key UNIQUE (table_name, row_id, text_key, of_territories);

ALTER TABLE operation ADD COLUMN IF NOT EXISTS of_territories BIGINT[];

UPDATE operation SET of_territories = venez_vivre_droits.reached(true) WHERE of_territories IS NULL;

ALTER TABLE operation ALTER COLUMN of_territories SET NOT NULL;

CREATE TRIGGER of_territories BEFORE INSERT ON operation FOR EACH ROW EXECUTE FUNCTION venez_vivre_droits.operation_of_author();

ALTER TABLE set_aside ADD COLUMN IF NOT EXISTS of_territories BIGINT[];

UPDATE set_aside SET of_territories = venez_vivre_droits.reached(true) WHERE of_territories IS NULL;

ALTER TABLE set_aside ALTER COLUMN of_territories SET NOT NULL;

CREATE TRIGGER of_territories BEFORE INSERT ON set_aside FOR EACH ROW EXECUTE FUNCTION venez_vivre_droits.row_of_author();

ALTER TABLE operation ADD COLUMN IF NOT EXISTS of_login NAME NOT NULL DEFAULT session_user;

ALTER TABLE officer ADD COLUMN IF NOT EXISTS of_territory BIGINT;

UPDATE officer SET of_territory = coalesce(territory_id, 0) WHERE of_territory IS NULL;

ALTER TABLE officer ALTER COLUMN of_territory SET NOT NULL;

CREATE TRIGGER of_territory BEFORE INSERT OR UPDATE OF territory_id ON officer FOR EACH ROW EXECUTE FUNCTION venez_vivre_droits.row_of_register();

ALTER TABLE resource_person ADD COLUMN IF NOT EXISTS of_territory BIGINT;

UPDATE resource_person SET of_territory = coalesce(territory_id, 0) WHERE of_territory IS NULL;

ALTER TABLE resource_person ALTER COLUMN of_territory SET NOT NULL;

CREATE TRIGGER of_territory BEFORE INSERT OR UPDATE OF territory_id ON resource_person FOR EACH ROW EXECUTE FUNCTION venez_vivre_droits.row_of_register();

ALTER TABLE visit ADD COLUMN IF NOT EXISTS of_territory BIGINT;

UPDATE visit SET of_territory = coalesce(territory_id, 0) WHERE of_territory IS NULL;

ALTER TABLE visit ALTER COLUMN of_territory SET NOT NULL;

CREATE TRIGGER of_territory BEFORE INSERT OR UPDATE OF territory_id ON visit FOR EACH ROW EXECUTE FUNCTION venez_vivre_droits.row_of_register();

ALTER TABLE frozen_report ADD COLUMN IF NOT EXISTS of_territory BIGINT;

UPDATE frozen_report SET of_territory = coalesce(territory_id, 0) WHERE of_territory IS NULL;

ALTER TABLE frozen_report ALTER COLUMN of_territory SET NOT NULL;

CREATE TRIGGER of_territory BEFORE INSERT OR UPDATE OF territory_id ON frozen_report FOR EACH ROW EXECUTE FUNCTION venez_vivre_droits.row_of_register();

GRANT USAGE ON SCHEMA venez_vivre, venez_vivre_droits TO venez_vivre_agents;

GRANT SELECT ON ALL TABLES IN SCHEMA venez_vivre TO venez_vivre_agents;

GRANT SELECT ON venez_vivre_droits.entitlement TO venez_vivre_agents;

GRANT DELETE, INSERT (version, id, discovered_at, nature, description, people, consequences, measures, risk, authority_told_at, people_told_on, closed_on, agent), UPDATE (version, discovered_at, nature, description, people, consequences, measures, risk, authority_told_at, people_told_on, closed_on, agent) ON breach TO venez_vivre_agents;

GRANT DELETE, INSERT (version, id, axis, channel, starts_on, ends_on, spending_cents, views, visits, plays), UPDATE (version, axis, channel, starts_on, ends_on, spending_cents, views, visits, plays) ON campaign TO venez_vivre_agents;

GRANT DELETE, INSERT (id, field, said_key, value, agent, settled_on), UPDATE (field, said_key, value, agent, settled_on) ON coded_answer TO venez_vivre_agents;

GRANT DELETE, INSERT (id, kind, signature, mapping, agent, settled_on), UPDATE (kind, signature, mapping, agent, settled_on) ON column_mapping TO venez_vivre_agents;

GRANT DELETE, INSERT (version, id, household_id, officer_id, agent, happened_on, channel, direction, result, summary, import_id, row_hash), UPDATE (version, household_id, officer_id, agent, happened_on, channel, direction, result, summary, import_id, row_hash) ON contact TO venez_vivre_agents;

GRANT DELETE, INSERT (id, disposed_on, visa, without_visa, households, people, content, agent), UPDATE (disposed_on, visa, without_visa, households, people, content, agent) ON disposal TO venez_vivre_agents;

GRANT DELETE, INSERT (id, proof, erased_on, origin, reason, people, agent, keys), UPDATE (proof, erased_on, origin, reason, people, agent, keys) ON erasure TO venez_vivre_agents;

GRANT DELETE, INSERT (version, id, household_id, contact_id, officer_id, action, due_on, done_on, kind, origin, planned_on, due_at, channel, place, ending, first_id), UPDATE (version, household_id, contact_id, officer_id, action, due_on, done_on, kind, origin, planned_on, due_at, channel, place, ending, first_id) ON follow_up TO venez_vivre_agents;

GRANT DELETE, INSERT (id, kind, starts_on, ends_on, territory_id, published_on, last_operation, agent, diffusion, content), UPDATE (kind, starts_on, ends_on, territory_id, published_on, last_operation, agent, diffusion, content) ON frozen_report TO venez_vivre_agents;

GRANT DELETE, INSERT (version, id, reference, territory_id, officer_id, postal_code, commune, country, origin_department, channel, campaign, wished_territories, wished_communes, max_distance_km, horizon, wished_on, maturity, adults, children, children_births, housing, housing_kind, rooms_min, area_min, rent_max, purchase_budget, garden, interests, motivations, project, status, closed_on, close_reason, wake_up_on, edited_on, stage, registered_on, accompanied_on, settled_on, spontaneous, last_contact_on, next_action, next_due_on, wished_codes, blockers, limited_on, limit_reason, opposed_on, erased_on), UPDATE (version, reference, territory_id, officer_id, postal_code, commune, country, origin_department, channel, campaign, wished_territories, wished_communes, max_distance_km, horizon, wished_on, maturity, adults, children, children_births, housing, housing_kind, rooms_min, area_min, rent_max, purchase_budget, garden, interests, motivations, project, status, closed_on, close_reason, wake_up_on, edited_on, stage, registered_on, accompanied_on, settled_on, spontaneous, last_contact_on, next_action, next_due_on, wished_codes, blockers, limited_on, limit_reason, opposed_on, erased_on) ON household TO venez_vivre_agents;

GRANT DELETE, INSERT (id, person_id, other_id, claim_key, verdict, agent, decided_on), UPDATE (person_id, other_id, claim_key, verdict, agent, decided_on) ON identity_decision TO venez_vivre_agents;

GRANT DELETE, INSERT (id, pattern, verdict, agent, decided_on), UPDATE (pattern, verdict, agent, decided_on) ON identity_rule TO venez_vivre_agents;

GRANT DELETE, INSERT (id, kind, file_name, headings, encoding, separator, imported_on, lines_read, created, updated, unchanged, set_aside, rejected, sheet, agent), UPDATE (kind, file_name, headings, encoding, separator, imported_on, lines_read, created, updated, unchanged, set_aside, rejected, sheet, agent) ON import_run TO venez_vivre_agents;

GRANT DELETE, INSERT (version, id, household_id, person_id, offer_id, resource_id, officer_id, agent, introduced_on, state, answered_on, ended_on, refused_by, reason, note), UPDATE (version, household_id, person_id, offer_id, resource_id, officer_id, agent, introduced_on, state, answered_on, ended_on, refused_by, reason, note) ON introduction TO venez_vivre_agents;

GRANT DELETE, INSERT (id, operation_id, table_name, first_id, last_id, payload), UPDATE (operation_id, table_name, first_id, last_id, payload) ON journal_block TO venez_vivre_agents;

GRANT DELETE, INSERT (id, identity, name, trail, merged_on, agent), UPDATE (identity, name, trail, merged_on, agent) ON merged_base TO venez_vivre_agents;

GRANT DELETE, INSERT (id, base_id, table_name, source_id, row_id, fingerprint), UPDATE (base_id, table_name, source_id, row_id, fingerprint) ON merged_row TO venez_vivre_agents;

GRANT DELETE, INSERT (id, table_name, row_id, text_key, decided_on, agent), UPDATE (table_name, row_id, text_key, decided_on, agent) ON note_verdict TO venez_vivre_agents;

GRANT DELETE, INSERT (id, rome_code, target_code, rank), UPDATE (rome_code, target_code, rank) ON occupation_move TO venez_vivre_agents;

GRANT DELETE, INSERT (id, code_ogr, title, title_key, rome_code), UPDATE (code_ogr, title, title_key, rome_code) ON occupation_title TO venez_vivre_agents;

GRANT DELETE, INSERT (version, id, reference, external_reference, kind, title, title_key, description, structure, commune, code_insee, postal_code, latitude, longitude, occupation, rome_code, contract, working_time, salary_min, salary_max, telework, openings, transaction, housing_kind, rooms, area, rent, charges, price, garden, available_on, levels, age_min, age_max, themes, places, published_on, verified_on, expires_on, url, contact, closed_on, import_id, row_hash, source), UPDATE (version, reference, external_reference, kind, title, title_key, description, structure, commune, code_insee, postal_code, latitude, longitude, occupation, rome_code, contract, working_time, salary_min, salary_max, telework, openings, transaction, housing_kind, rooms, area, rent, charges, price, garden, available_on, levels, age_min, age_max, themes, places, published_on, verified_on, expires_on, url, contact, closed_on, import_id, row_hash, source) ON offer TO venez_vivre_agents;

GRANT DELETE, INSERT (id, offer_id, other_id, verdict, agent, decided_on), UPDATE (offer_id, other_id, verdict, agent, decided_on) ON offer_twin TO venez_vivre_agents;

GRANT DELETE, INSERT (version, id, name, name_key, email, phone, territory_id, active), UPDATE (version, name, name_key, email, phone, territory_id, active) ON officer TO venez_vivre_agents;

GRANT INSERT (id, happened_at, agent, kind, command, summary, target_id, undone, recorded_on), UPDATE (undone, summary, command) ON operation TO venez_vivre_agents;

GRANT DELETE, INSERT (version, id, household_id, role, external_reference, first_name, last_name, first_key, last_key, email, email_key, phone, birth_year, occupation, employment, contract, telework, salary_min, consent, registered_on, rome_code, rome_confidence), UPDATE (version, household_id, role, external_reference, first_name, last_name, first_key, last_key, email, email_key, phone, birth_year, occupation, employment, contract, telework, salary_min, consent, registered_on, rome_code, rome_confidence) ON person TO venez_vivre_agents;

GRANT DELETE, INSERT (person_id, keys), UPDATE (person_id, keys) ON person_key TO venez_vivre_agents;

GRANT DELETE, INSERT (person_id), UPDATE (person_id) ON person_unkeyed TO venez_vivre_agents;

GRANT DELETE, INSERT (id, settled_on, content, agent), UPDATE (settled_on, content, agent) ON privacy_notice TO venez_vivre_agents;

GRANT DELETE, INSERT (id, household_id, notice_id, kind, purpose, noted_on, means, agent), UPDATE (household_id, notice_id, kind, purpose, noted_on, means, agent) ON privacy_proof TO venez_vivre_agents;

GRANT DELETE, INSERT (version, id, household_id, kind, received_on, due_on, channel, answered_on, outcome, note, agent), UPDATE (version, household_id, kind, received_on, due_on, channel, answered_on, outcome, note, agent) ON privacy_request TO venez_vivre_agents;

GRANT DELETE, INSERT (version, id, household_id, announced_on, purge_on, cancelled_on, agent), UPDATE (version, household_id, announced_on, purge_on, cancelled_on, agent) ON purge_notice TO venez_vivre_agents;

GRANT DELETE, INSERT (version, id, reference, name, name_key, "position", structure, email, phone, commune, code_insee, territory_id, themes, capacity, note, closed_on), UPDATE (version, reference, name, name_key, "position", structure, email, phone, commune, code_insee, territory_id, themes, capacity, note, closed_on) ON resource_person TO venez_vivre_agents;

GRANT DELETE, INSERT (row_hash, signup_id), UPDATE (row_hash, signup_id) ON seen_row TO venez_vivre_agents;

GRANT DELETE, INSERT (version, id, import_id, line, row_hash, received_on, said, form, candidates, claim_key, settled_on, verdict, agent), UPDATE (version, import_id, line, row_hash, received_on, said, form, candidates, claim_key, settled_on, verdict, agent) ON set_aside TO venez_vivre_agents;

GRANT DELETE, INSERT (id, name, value), UPDATE (name, value) ON setting TO venez_vivre_agents;

GRANT DELETE, INSERT (version, id, household_id, settled_on, commune, code_insee, adults, children, schooled, housing, job, partner_job, cancelled_on, cancel_reason, left_on, leave_reason, import_id, row_hash), UPDATE (version, household_id, settled_on, commune, code_insee, adults, children, schooled, housing, job, partner_job, cancelled_on, cancel_reason, left_on, leave_reason, import_id, row_hash) ON settlement TO venez_vivre_agents;

GRANT DELETE, INSERT (version, id, household_id, settlement_id, month, checked_on, result, satisfaction, needs), UPDATE (version, household_id, settlement_id, month, checked_on, result, satisfaction, needs) ON settlement_check TO venez_vivre_agents;

GRANT DELETE, INSERT (id, household_id, person_id, import_id, received_on, channel, campaign, message, form, row_hash), UPDATE (household_id, person_id, import_id, received_on, channel, campaign, message, form, row_hash) ON signup TO venez_vivre_agents;

GRANT DELETE, INSERT (version, id, indicator, value, starts_on, deadline), UPDATE (version, indicator, value, starts_on, deadline) ON target TO venez_vivre_agents;

GRANT DELETE, INSERT (version, id, code, name, kind, department, active, retention_months), UPDATE (version, code, name, kind, department, active, retention_months) ON territory TO venez_vivre_agents;

GRANT DELETE, INSERT (id, territory_id, code_insee), UPDATE (territory_id, code_insee) ON territory_commune TO venez_vivre_agents;

GRANT DELETE, INSERT (id, household_id, from_territory_id, to_territory_id, moved_on, note), UPDATE (household_id, from_territory_id, to_territory_id, moved_on, note) ON transfer TO venez_vivre_agents;

GRANT DELETE, INSERT (version, id, reference, title, kind, starts_on, ends_on, commune, code_insee, territory_id, officer_id, capacity, note, cancelled_on), UPDATE (version, reference, title, kind, starts_on, ends_on, commune, code_insee, territory_id, officer_id, capacity, note, cancelled_on) ON visit TO venez_vivre_agents;

GRANT DELETE, INSERT (version, id, household_id, visit_id, contact_id, people, state, invited_on, answered_on, came_on, debriefed_on, satisfaction, feedback), UPDATE (version, household_id, visit_id, contact_id, people, state, invited_on, answered_on, came_on, debriefed_on, satisfaction, feedback) ON visit_guest TO venez_vivre_agents;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA venez_vivre, venez_vivre_droits FROM PUBLIC;

GRANT EXECUTE ON FUNCTION avg(bigint) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION either(boolean,boolean) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION equals(boolean,bigint) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION fts(text) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION given(text) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION group_concat(bigint) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION group_concat(text) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION group_concat(text,text) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION instr(text,text) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION joined(text,bigint) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION joined(text,text) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION joined(text,text,text) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION json_each(text) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION max(bigint,bigint) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION max(boolean) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION max(double precision,double precision) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION max(text,text) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION mean_of(bigint[]) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION mean_with(bigint[],bigint) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION min(bigint,bigint) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION min(double precision,double precision) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION min(text,text) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION plus(bigint,boolean) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION plus(boolean,bigint) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION plus(boolean,boolean) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION plus_any(double precision,double precision) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION plus_true(bigint,boolean) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION plus_true(double precision,boolean) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION pragma_table_info(text) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION round(double precision,integer) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION sum(bigint) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION sum(boolean) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION times(bigint,boolean) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION times(boolean,bigint) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION total(boolean) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION total(double precision) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION venez_vivre_droits.administers() TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION venez_vivre_droits.figures_only() TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION venez_vivre_droits.holds(text,boolean) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION venez_vivre_droits.measure(text) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION venez_vivre_droits.needed_elsewhere(text,bigint[]) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION venez_vivre_droits.operations_since(bigint) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION venez_vivre_droits.reach() TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION venez_vivre_droits.reached(boolean) TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION venez_vivre_droits.readable() TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION venez_vivre_droits.reads_figures() TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION venez_vivre_droits.writable() TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION venez_vivre_droits.writes_everywhere() TO venez_vivre_agents;

GRANT EXECUTE ON FUNCTION words(text) TO venez_vivre_agents;

ALTER TABLE household ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON household TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON household FOR SELECT TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.readable())::bigint[]));

CREATE POLICY adds ON household FOR INSERT TO venez_vivre_agents WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

CREATE POLICY edits ON household FOR UPDATE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[])) WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

CREATE POLICY removes ON household FOR DELETE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

ALTER TABLE contact ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON contact TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON contact FOR SELECT TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.readable())::bigint[]));

CREATE POLICY adds ON contact FOR INSERT TO venez_vivre_agents WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

CREATE POLICY edits ON contact FOR UPDATE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[])) WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

CREATE POLICY removes ON contact FOR DELETE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

ALTER TABLE follow_up ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON follow_up TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON follow_up FOR SELECT TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.readable())::bigint[]));

CREATE POLICY adds ON follow_up FOR INSERT TO venez_vivre_agents WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

CREATE POLICY edits ON follow_up FOR UPDATE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[])) WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

CREATE POLICY removes ON follow_up FOR DELETE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

ALTER TABLE introduction ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON introduction TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON introduction FOR SELECT TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.readable())::bigint[]));

CREATE POLICY adds ON introduction FOR INSERT TO venez_vivre_agents WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

CREATE POLICY edits ON introduction FOR UPDATE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[])) WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

CREATE POLICY removes ON introduction FOR DELETE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

ALTER TABLE person ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON person TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON person FOR SELECT TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.readable())::bigint[]));

CREATE POLICY adds ON person FOR INSERT TO venez_vivre_agents WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

CREATE POLICY edits ON person FOR UPDATE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[])) WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

CREATE POLICY removes ON person FOR DELETE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

ALTER TABLE privacy_proof ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON privacy_proof TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON privacy_proof FOR SELECT TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.readable())::bigint[]));

CREATE POLICY adds ON privacy_proof FOR INSERT TO venez_vivre_agents WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

CREATE POLICY edits ON privacy_proof FOR UPDATE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[])) WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

CREATE POLICY removes ON privacy_proof FOR DELETE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

ALTER TABLE privacy_request ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON privacy_request TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON privacy_request FOR SELECT TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.readable())::bigint[]));

CREATE POLICY adds ON privacy_request FOR INSERT TO venez_vivre_agents WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

CREATE POLICY edits ON privacy_request FOR UPDATE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[])) WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

CREATE POLICY removes ON privacy_request FOR DELETE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

ALTER TABLE purge_notice ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON purge_notice TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON purge_notice FOR SELECT TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.readable())::bigint[]));

CREATE POLICY adds ON purge_notice FOR INSERT TO venez_vivre_agents WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

CREATE POLICY edits ON purge_notice FOR UPDATE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[])) WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

CREATE POLICY removes ON purge_notice FOR DELETE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

ALTER TABLE settlement ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON settlement TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON settlement FOR SELECT TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.readable())::bigint[]));

CREATE POLICY adds ON settlement FOR INSERT TO venez_vivre_agents WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

CREATE POLICY edits ON settlement FOR UPDATE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[])) WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

CREATE POLICY removes ON settlement FOR DELETE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

ALTER TABLE settlement_check ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON settlement_check TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON settlement_check FOR SELECT TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.readable())::bigint[]));

CREATE POLICY adds ON settlement_check FOR INSERT TO venez_vivre_agents WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

CREATE POLICY edits ON settlement_check FOR UPDATE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[])) WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

CREATE POLICY removes ON settlement_check FOR DELETE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

ALTER TABLE signup ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON signup TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON signup FOR SELECT TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.readable())::bigint[]));

CREATE POLICY adds ON signup FOR INSERT TO venez_vivre_agents WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

CREATE POLICY edits ON signup FOR UPDATE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[])) WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

CREATE POLICY removes ON signup FOR DELETE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

ALTER TABLE transfer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON transfer TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON transfer FOR SELECT TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.readable())::bigint[]));

CREATE POLICY adds ON transfer FOR INSERT TO venez_vivre_agents WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

CREATE POLICY edits ON transfer FOR UPDATE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[])) WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

CREATE POLICY removes ON transfer FOR DELETE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

ALTER TABLE visit_guest ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON visit_guest TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON visit_guest FOR SELECT TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.readable())::bigint[]));

CREATE POLICY adds ON visit_guest FOR INSERT TO venez_vivre_agents WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

CREATE POLICY edits ON visit_guest FOR UPDATE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[])) WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

CREATE POLICY removes ON visit_guest FOR DELETE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

ALTER TABLE breach ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON breach TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON breach FOR SELECT TO venez_vivre_agents USING (of_territories <@ (SELECT venez_vivre_droits.readable())::bigint[]);

CREATE POLICY adds ON breach FOR INSERT TO venez_vivre_agents WITH CHECK (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0);

CREATE POLICY edits ON breach FOR UPDATE TO venez_vivre_agents USING (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0) WITH CHECK (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0);

CREATE POLICY removes ON breach FOR DELETE TO venez_vivre_agents USING (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0);

ALTER TABLE disposal ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON disposal TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON disposal FOR SELECT TO venez_vivre_agents USING (of_territories <@ (SELECT venez_vivre_droits.readable())::bigint[]);

CREATE POLICY adds ON disposal FOR INSERT TO venez_vivre_agents WITH CHECK (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0);

CREATE POLICY edits ON disposal FOR UPDATE TO venez_vivre_agents USING (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0) WITH CHECK (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0);

CREATE POLICY removes ON disposal FOR DELETE TO venez_vivre_agents USING (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0);

ALTER TABLE erasure ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON erasure TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON erasure FOR SELECT TO venez_vivre_agents USING (of_territories <@ (SELECT venez_vivre_droits.readable())::bigint[]);

CREATE POLICY adds ON erasure FOR INSERT TO venez_vivre_agents WITH CHECK (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0);

CREATE POLICY edits ON erasure FOR UPDATE TO venez_vivre_agents USING (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0) WITH CHECK (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0);

CREATE POLICY removes ON erasure FOR DELETE TO venez_vivre_agents USING (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0);

ALTER TABLE identity_decision ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON identity_decision TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON identity_decision FOR SELECT TO venez_vivre_agents USING (of_territories <@ (SELECT venez_vivre_droits.readable())::bigint[]);

CREATE POLICY adds ON identity_decision FOR INSERT TO venez_vivre_agents WITH CHECK (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0);

CREATE POLICY edits ON identity_decision FOR UPDATE TO venez_vivre_agents USING (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0) WITH CHECK (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0);

CREATE POLICY removes ON identity_decision FOR DELETE TO venez_vivre_agents USING (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0);

ALTER TABLE import_run ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON import_run TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON import_run FOR SELECT TO venez_vivre_agents USING (of_territories <@ (SELECT venez_vivre_droits.readable())::bigint[]);

CREATE POLICY adds ON import_run FOR INSERT TO venez_vivre_agents WITH CHECK (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0);

CREATE POLICY edits ON import_run FOR UPDATE TO venez_vivre_agents USING (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0) WITH CHECK (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0);

CREATE POLICY removes ON import_run FOR DELETE TO venez_vivre_agents USING (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0);

ALTER TABLE merged_base ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON merged_base TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON merged_base FOR SELECT TO venez_vivre_agents USING (of_territories <@ (SELECT venez_vivre_droits.readable())::bigint[]);

CREATE POLICY adds ON merged_base FOR INSERT TO venez_vivre_agents WITH CHECK (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0);

CREATE POLICY edits ON merged_base FOR UPDATE TO venez_vivre_agents USING (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0) WITH CHECK (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0);

CREATE POLICY removes ON merged_base FOR DELETE TO venez_vivre_agents USING (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0);

ALTER TABLE note_verdict ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON note_verdict TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON note_verdict FOR SELECT TO venez_vivre_agents USING (of_territories <@ (SELECT venez_vivre_droits.readable())::bigint[]);

CREATE POLICY adds ON note_verdict FOR INSERT TO venez_vivre_agents WITH CHECK (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0);

CREATE POLICY edits ON note_verdict FOR UPDATE TO venez_vivre_agents USING (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0) WITH CHECK (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0);

CREATE POLICY removes ON note_verdict FOR DELETE TO venez_vivre_agents USING (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0);

ALTER TABLE operation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON operation TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON operation FOR SELECT TO venez_vivre_agents USING (of_territories <@ (SELECT venez_vivre_droits.readable())::bigint[]);

CREATE POLICY adds ON operation FOR INSERT TO venez_vivre_agents WITH CHECK (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0);

CREATE POLICY edits ON operation FOR UPDATE TO venez_vivre_agents USING (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0) WITH CHECK (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0);

CREATE POLICY removes ON operation FOR DELETE TO venez_vivre_agents USING (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0);

ALTER TABLE set_aside ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON set_aside TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON set_aside FOR SELECT TO venez_vivre_agents USING (of_territories <@ (SELECT venez_vivre_droits.readable())::bigint[]);

CREATE POLICY adds ON set_aside FOR INSERT TO venez_vivre_agents WITH CHECK (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0);

CREATE POLICY edits ON set_aside FOR UPDATE TO venez_vivre_agents USING (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0) WITH CHECK (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0);

CREATE POLICY removes ON set_aside FOR DELETE TO venez_vivre_agents USING (of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(of_territories) > 0);

ALTER TABLE journal_block ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON journal_block TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON journal_block FOR SELECT TO venez_vivre_agents USING (EXISTS (SELECT 1 FROM operation n WHERE n.id = journal_block.operation_id));

CREATE POLICY adds ON journal_block FOR INSERT TO venez_vivre_agents WITH CHECK (EXISTS (SELECT 1 FROM operation n WHERE n.id = journal_block.operation_id AND n.of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(n.of_territories) > 0));

CREATE POLICY edits ON journal_block FOR UPDATE TO venez_vivre_agents USING (EXISTS (SELECT 1 FROM operation n WHERE n.id = journal_block.operation_id AND n.of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(n.of_territories) > 0)) WITH CHECK (EXISTS (SELECT 1 FROM operation n WHERE n.id = journal_block.operation_id AND n.of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(n.of_territories) > 0));

CREATE POLICY removes ON journal_block FOR DELETE TO venez_vivre_agents USING (EXISTS (SELECT 1 FROM operation n WHERE n.id = journal_block.operation_id AND n.of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(n.of_territories) > 0));

ALTER TABLE merged_row ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON merged_row TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON merged_row FOR SELECT TO venez_vivre_agents USING (EXISTS (SELECT 1 FROM merged_base n WHERE n.id = merged_row.base_id));

CREATE POLICY adds ON merged_row FOR INSERT TO venez_vivre_agents WITH CHECK (EXISTS (SELECT 1 FROM merged_base n WHERE n.id = merged_row.base_id AND n.of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(n.of_territories) > 0));

CREATE POLICY edits ON merged_row FOR UPDATE TO venez_vivre_agents USING (EXISTS (SELECT 1 FROM merged_base n WHERE n.id = merged_row.base_id AND n.of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(n.of_territories) > 0)) WITH CHECK (EXISTS (SELECT 1 FROM merged_base n WHERE n.id = merged_row.base_id AND n.of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(n.of_territories) > 0));

CREATE POLICY removes ON merged_row FOR DELETE TO venez_vivre_agents USING (EXISTS (SELECT 1 FROM merged_base n WHERE n.id = merged_row.base_id AND n.of_territories <@ (SELECT venez_vivre_droits.writable())::bigint[] AND cardinality(n.of_territories) > 0));

ALTER TABLE person_key ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON person_key TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON person_key FOR SELECT TO venez_vivre_agents USING (EXISTS (SELECT 1 FROM person n WHERE n.id = person_key.person_id));

CREATE POLICY adds ON person_key FOR INSERT TO venez_vivre_agents WITH CHECK (EXISTS (SELECT 1 FROM person n WHERE n.id = person_key.person_id AND n.of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[])));

CREATE POLICY edits ON person_key FOR UPDATE TO venez_vivre_agents USING (EXISTS (SELECT 1 FROM person n WHERE n.id = person_key.person_id AND n.of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]))) WITH CHECK (EXISTS (SELECT 1 FROM person n WHERE n.id = person_key.person_id AND n.of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[])));

CREATE POLICY removes ON person_key FOR DELETE TO venez_vivre_agents USING (EXISTS (SELECT 1 FROM person n WHERE n.id = person_key.person_id AND n.of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[])));

ALTER TABLE person_unkeyed ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON person_unkeyed TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON person_unkeyed FOR SELECT TO venez_vivre_agents USING (EXISTS (SELECT 1 FROM person n WHERE n.id = person_unkeyed.person_id));

CREATE POLICY adds ON person_unkeyed FOR INSERT TO venez_vivre_agents WITH CHECK (EXISTS (SELECT 1 FROM person n WHERE n.id = person_unkeyed.person_id AND n.of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[])));

CREATE POLICY edits ON person_unkeyed FOR UPDATE TO venez_vivre_agents USING (EXISTS (SELECT 1 FROM person n WHERE n.id = person_unkeyed.person_id AND n.of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]))) WITH CHECK (EXISTS (SELECT 1 FROM person n WHERE n.id = person_unkeyed.person_id AND n.of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[])));

CREATE POLICY removes ON person_unkeyed FOR DELETE TO venez_vivre_agents USING (EXISTS (SELECT 1 FROM person n WHERE n.id = person_unkeyed.person_id AND n.of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[])));

ALTER TABLE seen_row ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON seen_row TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON seen_row FOR SELECT TO venez_vivre_agents USING (EXISTS (SELECT 1 FROM signup n WHERE n.id = seen_row.signup_id));

CREATE POLICY adds ON seen_row FOR INSERT TO venez_vivre_agents WITH CHECK (EXISTS (SELECT 1 FROM signup n WHERE n.id = seen_row.signup_id AND n.of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[])));

CREATE POLICY edits ON seen_row FOR UPDATE TO venez_vivre_agents USING (EXISTS (SELECT 1 FROM signup n WHERE n.id = seen_row.signup_id AND n.of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]))) WITH CHECK (EXISTS (SELECT 1 FROM signup n WHERE n.id = seen_row.signup_id AND n.of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[])));

CREATE POLICY removes ON seen_row FOR DELETE TO venez_vivre_agents USING (EXISTS (SELECT 1 FROM signup n WHERE n.id = seen_row.signup_id AND n.of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[])));

ALTER TABLE officer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON officer TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON officer FOR SELECT TO venez_vivre_agents USING (true);

CREATE POLICY adds ON officer FOR INSERT TO venez_vivre_agents WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]) OR (of_territory = 0 AND cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0));

CREATE POLICY edits ON officer FOR UPDATE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]) OR (of_territory = 0 AND cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0)) WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]) OR (of_territory = 0 AND cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0));

CREATE POLICY removes ON officer FOR DELETE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]) OR (of_territory = 0 AND cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0));

ALTER TABLE resource_person ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON resource_person TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON resource_person FOR SELECT TO venez_vivre_agents USING (true);

CREATE POLICY adds ON resource_person FOR INSERT TO venez_vivre_agents WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]) OR (of_territory = 0 AND cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0));

CREATE POLICY edits ON resource_person FOR UPDATE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]) OR (of_territory = 0 AND cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0)) WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]) OR (of_territory = 0 AND cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0));

CREATE POLICY removes ON resource_person FOR DELETE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]) OR (of_territory = 0 AND cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0));

ALTER TABLE visit ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON visit TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON visit FOR SELECT TO venez_vivre_agents USING (true);

CREATE POLICY adds ON visit FOR INSERT TO venez_vivre_agents WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]) OR (of_territory = 0 AND cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0));

CREATE POLICY edits ON visit FOR UPDATE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]) OR (of_territory = 0 AND cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0)) WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]) OR (of_territory = 0 AND cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0));

CREATE POLICY removes ON visit FOR DELETE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]) OR (of_territory = 0 AND cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0));

ALTER TABLE frozen_report ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON frozen_report TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON frozen_report FOR SELECT TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.readable())::bigint[]) OR (of_territory = 0 AND cardinality((SELECT venez_vivre_droits.readable())::bigint[]) > 0));

CREATE POLICY adds ON frozen_report FOR INSERT TO venez_vivre_agents WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]) OR (of_territory = 0 AND (SELECT venez_vivre_droits.writes_everywhere())));

CREATE POLICY edits ON frozen_report FOR UPDATE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]) OR (of_territory = 0 AND (SELECT venez_vivre_droits.writes_everywhere()))) WITH CHECK (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]) OR (of_territory = 0 AND (SELECT venez_vivre_droits.writes_everywhere())));

CREATE POLICY removes ON frozen_report FOR DELETE TO venez_vivre_agents USING (of_territory = ANY ((SELECT venez_vivre_droits.writable())::bigint[]) OR (of_territory = 0 AND (SELECT venez_vivre_droits.writes_everywhere())));

ALTER TABLE campaign ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON campaign TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON campaign FOR SELECT TO venez_vivre_agents USING (true);

CREATE POLICY adds ON campaign FOR INSERT TO venez_vivre_agents WITH CHECK (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0);

CREATE POLICY edits ON campaign FOR UPDATE TO venez_vivre_agents USING (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0) WITH CHECK (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0);

CREATE POLICY removes ON campaign FOR DELETE TO venez_vivre_agents USING (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0);

ALTER TABLE coded_answer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON coded_answer TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON coded_answer FOR SELECT TO venez_vivre_agents USING (true);

CREATE POLICY adds ON coded_answer FOR INSERT TO venez_vivre_agents WITH CHECK (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0);

CREATE POLICY edits ON coded_answer FOR UPDATE TO venez_vivre_agents USING (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0) WITH CHECK (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0);

CREATE POLICY removes ON coded_answer FOR DELETE TO venez_vivre_agents USING (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0);

ALTER TABLE column_mapping ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON column_mapping TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON column_mapping FOR SELECT TO venez_vivre_agents USING (true);

CREATE POLICY adds ON column_mapping FOR INSERT TO venez_vivre_agents WITH CHECK (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0);

CREATE POLICY edits ON column_mapping FOR UPDATE TO venez_vivre_agents USING (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0) WITH CHECK (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0);

CREATE POLICY removes ON column_mapping FOR DELETE TO venez_vivre_agents USING (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0);

ALTER TABLE identity_rule ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON identity_rule TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON identity_rule FOR SELECT TO venez_vivre_agents USING (true);

CREATE POLICY adds ON identity_rule FOR INSERT TO venez_vivre_agents WITH CHECK (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0);

CREATE POLICY edits ON identity_rule FOR UPDATE TO venez_vivre_agents USING (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0) WITH CHECK (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0);

CREATE POLICY removes ON identity_rule FOR DELETE TO venez_vivre_agents USING (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0);

ALTER TABLE occupation_move ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON occupation_move TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON occupation_move FOR SELECT TO venez_vivre_agents USING (true);

CREATE POLICY adds ON occupation_move FOR INSERT TO venez_vivre_agents WITH CHECK (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0);

CREATE POLICY edits ON occupation_move FOR UPDATE TO venez_vivre_agents USING (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0) WITH CHECK (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0);

CREATE POLICY removes ON occupation_move FOR DELETE TO venez_vivre_agents USING (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0);

ALTER TABLE occupation_title ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON occupation_title TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON occupation_title FOR SELECT TO venez_vivre_agents USING (true);

CREATE POLICY adds ON occupation_title FOR INSERT TO venez_vivre_agents WITH CHECK (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0);

CREATE POLICY edits ON occupation_title FOR UPDATE TO venez_vivre_agents USING (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0) WITH CHECK (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0);

CREATE POLICY removes ON occupation_title FOR DELETE TO venez_vivre_agents USING (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0);

ALTER TABLE offer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON offer TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON offer FOR SELECT TO venez_vivre_agents USING (true);

CREATE POLICY adds ON offer FOR INSERT TO venez_vivre_agents WITH CHECK (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0);

CREATE POLICY edits ON offer FOR UPDATE TO venez_vivre_agents USING (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0) WITH CHECK (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0);

CREATE POLICY removes ON offer FOR DELETE TO venez_vivre_agents USING (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0);

ALTER TABLE offer_twin ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON offer_twin TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON offer_twin FOR SELECT TO venez_vivre_agents USING (true);

CREATE POLICY adds ON offer_twin FOR INSERT TO venez_vivre_agents WITH CHECK (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0);

CREATE POLICY edits ON offer_twin FOR UPDATE TO venez_vivre_agents USING (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0) WITH CHECK (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0);

CREATE POLICY removes ON offer_twin FOR DELETE TO venez_vivre_agents USING (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0);

ALTER TABLE privacy_notice ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON privacy_notice TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON privacy_notice FOR SELECT TO venez_vivre_agents USING (true);

CREATE POLICY adds ON privacy_notice FOR INSERT TO venez_vivre_agents WITH CHECK (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0);

CREATE POLICY edits ON privacy_notice FOR UPDATE TO venez_vivre_agents USING (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0) WITH CHECK (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0);

CREATE POLICY removes ON privacy_notice FOR DELETE TO venez_vivre_agents USING (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0);

ALTER TABLE setting ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON setting TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON setting FOR SELECT TO venez_vivre_agents USING (true);

CREATE POLICY adds ON setting FOR INSERT TO venez_vivre_agents WITH CHECK (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0);

CREATE POLICY edits ON setting FOR UPDATE TO venez_vivre_agents USING (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0) WITH CHECK (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0);

CREATE POLICY removes ON setting FOR DELETE TO venez_vivre_agents USING (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0);

ALTER TABLE target ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON target TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON target FOR SELECT TO venez_vivre_agents USING (true);

CREATE POLICY adds ON target FOR INSERT TO venez_vivre_agents WITH CHECK (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0);

CREATE POLICY edits ON target FOR UPDATE TO venez_vivre_agents USING (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0) WITH CHECK (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0);

CREATE POLICY removes ON target FOR DELETE TO venez_vivre_agents USING (cardinality((SELECT venez_vivre_droits.writable())::bigint[]) > 0);

ALTER TABLE territory ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON territory TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON territory FOR SELECT TO venez_vivre_agents USING (true);

CREATE POLICY adds ON territory FOR INSERT TO venez_vivre_agents WITH CHECK ((SELECT venez_vivre_droits.writes_everywhere()));

CREATE POLICY edits ON territory FOR UPDATE TO venez_vivre_agents USING ((SELECT venez_vivre_droits.writes_everywhere())) WITH CHECK ((SELECT venez_vivre_droits.writes_everywhere()));

CREATE POLICY removes ON territory FOR DELETE TO venez_vivre_agents USING ((SELECT venez_vivre_droits.writes_everywhere()));

CREATE POLICY own ON territory FOR UPDATE TO venez_vivre_agents USING (id = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

ALTER TABLE territory_commune ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON territory_commune TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON territory_commune FOR SELECT TO venez_vivre_agents USING (true);

CREATE POLICY adds ON territory_commune FOR INSERT TO venez_vivre_agents WITH CHECK (territory_id = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

CREATE POLICY edits ON territory_commune FOR UPDATE TO venez_vivre_agents USING (territory_id = ANY ((SELECT venez_vivre_droits.writable())::bigint[])) WITH CHECK (territory_id = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

CREATE POLICY removes ON territory_commune FOR DELETE TO venez_vivre_agents USING (territory_id = ANY ((SELECT venez_vivre_droits.writable())::bigint[]));

ALTER TABLE contact_text ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON contact_text TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON contact_text FOR SELECT TO venez_vivre_agents USING (rowid IN (SELECT n.id FROM contact n));

ALTER TABLE household_text ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON household_text TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON household_text FOR SELECT TO venez_vivre_agents USING (rowid IN (SELECT n.id FROM household n));

ALTER TABLE introduction_text ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON introduction_text TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON introduction_text FOR SELECT TO venez_vivre_agents USING (rowid IN (SELECT n.id FROM introduction n));

ALTER TABLE person_text ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON person_text TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON person_text FOR SELECT TO venez_vivre_agents USING (rowid IN (SELECT n.id FROM person n));

ALTER TABLE settlement_check_text ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON settlement_check_text TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON settlement_check_text FOR SELECT TO venez_vivre_agents USING (rowid IN (SELECT n.id FROM settlement_check n));

ALTER TABLE signup_text ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON signup_text TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON signup_text FOR SELECT TO venez_vivre_agents USING (rowid IN (SELECT n.id FROM signup n));

ALTER TABLE visit_guest_text ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON visit_guest_text TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON visit_guest_text FOR SELECT TO venez_vivre_agents USING (rowid IN (SELECT n.id FROM visit_guest n));

ALTER TABLE venez_vivre_droits.entitlement ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON venez_vivre_droits.entitlement TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE POLICY reads ON venez_vivre_droits.entitlement FOR SELECT TO venez_vivre_agents USING (login = session_user);

ALTER TABLE household ALTER COLUMN reference SET STATISTICS 0;

ALTER TABLE household ALTER COLUMN project SET STATISTICS 0;

ALTER TABLE household ALTER COLUMN next_action SET STATISTICS 0;

ALTER TABLE household ALTER COLUMN postal_code SET STATISTICS 0;

ALTER TABLE household ALTER COLUMN commune SET STATISTICS 0;

ALTER TABLE contact ALTER COLUMN summary SET STATISTICS 0;

ALTER TABLE follow_up ALTER COLUMN action SET STATISTICS 0;

ALTER TABLE introduction ALTER COLUMN note SET STATISTICS 0;

ALTER TABLE introduction ALTER COLUMN reason SET STATISTICS 0;

ALTER TABLE person ALTER COLUMN external_reference SET STATISTICS 0;

ALTER TABLE person ALTER COLUMN first_name SET STATISTICS 0;

ALTER TABLE person ALTER COLUMN last_name SET STATISTICS 0;

ALTER TABLE person ALTER COLUMN first_key SET STATISTICS 0;

ALTER TABLE person ALTER COLUMN last_key SET STATISTICS 0;

ALTER TABLE person ALTER COLUMN birth_year SET STATISTICS 0;

ALTER TABLE person ALTER COLUMN email SET STATISTICS 0;

ALTER TABLE person ALTER COLUMN email_key SET STATISTICS 0;

ALTER TABLE person ALTER COLUMN phone SET STATISTICS 0;

ALTER TABLE person ALTER COLUMN occupation SET STATISTICS 0;

ALTER TABLE privacy_request ALTER COLUMN note SET STATISTICS 0;

ALTER TABLE settlement ALTER COLUMN commune SET STATISTICS 0;

ALTER TABLE settlement ALTER COLUMN job SET STATISTICS 0;

ALTER TABLE settlement ALTER COLUMN partner_job SET STATISTICS 0;

ALTER TABLE settlement_check ALTER COLUMN needs SET STATISTICS 0;

ALTER TABLE signup ALTER COLUMN message SET STATISTICS 0;

ALTER TABLE signup ALTER COLUMN form SET STATISTICS 0;

ALTER TABLE signup ALTER COLUMN row_hash SET STATISTICS 0;

ALTER TABLE transfer ALTER COLUMN note SET STATISTICS 0;

ALTER TABLE visit_guest ALTER COLUMN feedback SET STATISTICS 0;

ALTER TABLE breach ALTER COLUMN nature SET STATISTICS 0;

ALTER TABLE breach ALTER COLUMN description SET STATISTICS 0;

ALTER TABLE breach ALTER COLUMN consequences SET STATISTICS 0;

ALTER TABLE breach ALTER COLUMN measures SET STATISTICS 0;

ALTER TABLE import_run ALTER COLUMN file_name SET STATISTICS 0;

ALTER TABLE import_run ALTER COLUMN headings SET STATISTICS 0;

ALTER TABLE operation ALTER COLUMN summary SET STATISTICS 0;

ALTER TABLE set_aside ALTER COLUMN said SET STATISTICS 0;

ALTER TABLE set_aside ALTER COLUMN form SET STATISTICS 0;

ALTER TABLE journal_block ALTER COLUMN payload SET STATISTICS 0;

ALTER TABLE person_key ALTER COLUMN keys SET STATISTICS 0;

ALTER TABLE seen_row ALTER COLUMN row_hash SET STATISTICS 0;

ALTER TABLE contact_text ALTER COLUMN doc SET STATISTICS 0;

ALTER TABLE household_text ALTER COLUMN doc SET STATISTICS 0;

ALTER TABLE introduction_text ALTER COLUMN doc SET STATISTICS 0;

ALTER TABLE person_text ALTER COLUMN doc SET STATISTICS 0;

ALTER TABLE settlement_check_text ALTER COLUMN doc SET STATISTICS 0;

ALTER TABLE signup_text ALTER COLUMN doc SET STATISTICS 0;

ALTER TABLE visit_guest_text ALTER COLUMN doc SET STATISTICS 0;

CREATE SCHEMA venez_vivre_ensemble;

CREATE VIEW venez_vivre_ensemble.household WITH (security_barrier) AS SELECT h."version" AS "version", h."id" AS "id", 'EFFACE-' || h."id" AS "reference", h."territory_id" AS "territory_id", h."officer_id" AS "officer_id", NULL::text AS "postal_code", NULL::text AS "commune", NULL::text AS "country", h."origin_department" AS "origin_department", h."channel" AS "channel", NULL::text AS "campaign", NULL::text AS "wished_territories", NULL::text AS "wished_communes", NULL::bigint AS "max_distance_km", CASE WHEN h.accompanied_on IS NOT NULL THEN CASE WHEN h.horizon IS NOT NULL OR h.wished_on IS NOT NULL THEN '' END END AS "horizon", NULL::text AS "wished_on", NULL::bigint AS "maturity", NULL::bigint AS "adults", CASE WHEN h.accompanied_on IS NOT NULL THEN h."children" END AS "children", NULL::text AS "children_births", CASE WHEN h.accompanied_on IS NOT NULL THEN CASE WHEN h."housing" IN ('achat', 'les_deux', 'location') THEN h."housing" END END AS "housing", NULL::text AS "housing_kind", CASE WHEN h.accompanied_on IS NOT NULL THEN h."rooms_min" END AS "rooms_min", NULL::bigint AS "area_min", CASE WHEN h.accompanied_on IS NOT NULL THEN h."rent_max" END AS "rent_max", CASE WHEN h.accompanied_on IS NOT NULL THEN h."purchase_budget" END AS "purchase_budget", NULL::bigint AS "garden", NULL::text AS "interests", NULL::text AS "motivations", NULL::text AS "project", h."status" AS "status", h."closed_on" AS "closed_on", h."close_reason" AS "close_reason", h."wake_up_on" AS "wake_up_on", NULL::text AS "edited_on", h."stage" AS "stage", h."registered_on" AS "registered_on", h."accompanied_on" AS "accompanied_on", h."settled_on" AS "settled_on", h."spontaneous" AS "spontaneous", h."last_contact_on" AS "last_contact_on", NULL::text AS "next_action", h."next_due_on" AS "next_due_on", NULL::text AS "wished_codes", CASE WHEN h.accompanied_on IS NOT NULL THEN (SELECT string_agg(b, '|' ORDER BY o) FROM unnest(string_to_array(h."blockers", '|')) WITH ORDINALITY AS x (b, o) WHERE b IN ('autre', 'autre_territoire', 'eloignement_famille', 'emploi_conjoint', 'emploi_demandeur', 'evenement_familial', 'injoignable', 'logement_introuvable', 'mobilite_transport', 'prix_financement', 'projet_irrealiste', 'projet_reporte', 'sante_medecin', 'scolarite_garde', 'vie_sociale_culturelle')) END AS "blockers", NULL::text AS "limited_on", NULL::text AS "limit_reason", NULL::text AS "opposed_on", h."erased_on" AS "erased_on" FROM household h WHERE (SELECT venez_vivre_droits.reads_figures());

CREATE VIEW venez_vivre_ensemble.person WITH (security_barrier) AS SELECT r."version" AS "version", r."id" AS "id", r."household_id" AS "household_id", r."role" AS "role", NULL::text AS "external_reference", NULL::text AS "first_name", NULL::text AS "last_name", ''::text AS "first_key", ''::text AS "last_key", NULL::text AS "email", NULL::text AS "email_key", CASE WHEN h.accompanied_on IS NOT NULL THEN CASE WHEN r."phone" IS NOT NULL THEN '' END END AS "phone", CASE WHEN h.accompanied_on IS NOT NULL THEN CASE WHEN r.role = 'enfant' AND r."birth_year" >= substr(h.accompanied_on, 1, 4)::bigint - 3 THEN r."birth_year" END END AS "birth_year", CASE WHEN h.accompanied_on IS NOT NULL THEN CASE WHEN r."occupation" IS NOT NULL THEN '' END END AS "occupation", CASE WHEN h.accompanied_on IS NOT NULL THEN CASE WHEN r."employment" IN ('etudiant', 'retraite') THEN r."employment" END END AS "employment", NULL::text AS "contract", NULL::text AS "telework", NULL::bigint AS "salary_min", NULL::bigint AS "consent", r."registered_on" AS "registered_on", CASE WHEN h.accompanied_on IS NOT NULL THEN left(r."rome_code", 3) END AS "rome_code", NULL::bigint AS "rome_confidence" FROM person r JOIN household h ON h.id = r.household_id WHERE (SELECT venez_vivre_droits.reads_figures());

CREATE VIEW venez_vivre_ensemble.signup WITH (security_barrier) AS SELECT r."id" AS "id", r."household_id" AS "household_id", r."person_id" AS "person_id", NULL::bigint AS "import_id", r."received_on" AS "received_on", r."channel" AS "channel", NULL::text AS "campaign", NULL::text AS "message", NULL::text AS "form", NULL::bigint AS "row_hash" FROM signup r JOIN household h ON h.id = r.household_id WHERE (SELECT venez_vivre_droits.reads_figures());

CREATE VIEW venez_vivre_ensemble.contact WITH (security_barrier) AS SELECT r."version" AS "version", r."id" AS "id", r."household_id" AS "household_id", NULL::bigint AS "officer_id", NULL::text AS "agent", r."happened_on" AS "happened_on", r."channel" AS "channel", NULL::text AS "direction", r."result" AS "result", NULL::text AS "summary", NULL::bigint AS "import_id", NULL::bigint AS "row_hash" FROM contact r JOIN household h ON h.id = r.household_id WHERE (SELECT venez_vivre_droits.reads_figures());

CREATE VIEW venez_vivre_ensemble.follow_up WITH (security_barrier) AS SELECT r."version" AS "version", r."id" AS "id", r."household_id" AS "household_id", NULL::bigint AS "contact_id", NULL::bigint AS "officer_id", ''::text AS "action", r."due_on" AS "due_on", r."done_on" AS "done_on", r."kind" AS "kind", NULL::text AS "origin", r."planned_on" AS "planned_on", NULL::text AS "due_at", NULL::text AS "channel", NULL::text AS "place", NULL::text AS "ending", NULL::bigint AS "first_id" FROM follow_up r JOIN household h ON h.id = r.household_id WHERE (SELECT venez_vivre_droits.reads_figures());

CREATE VIEW venez_vivre_ensemble.introduction WITH (security_barrier) AS SELECT r."version" AS "version", r."id" AS "id", r."household_id" AS "household_id", NULL::bigint AS "person_id", NULL::bigint AS "offer_id", NULL::bigint AS "resource_id", NULL::bigint AS "officer_id", NULL::text AS "agent", r."introduced_on" AS "introduced_on", ''::text AS "state", NULL::text AS "answered_on", NULL::text AS "ended_on", NULL::text AS "refused_by", NULL::text AS "reason", NULL::text AS "note" FROM introduction r JOIN household h ON h.id = r.household_id WHERE (SELECT venez_vivre_droits.reads_figures());

CREATE VIEW venez_vivre_ensemble.visit_guest WITH (security_barrier) AS SELECT r."version" AS "version", r."id" AS "id", r."household_id" AS "household_id", r."visit_id" AS "visit_id", r."contact_id" AS "contact_id", r."people" AS "people", r."state" AS "state", r."invited_on" AS "invited_on", r."answered_on" AS "answered_on", r."came_on" AS "came_on", r."debriefed_on" AS "debriefed_on", NULL::bigint AS "satisfaction", NULL::text AS "feedback" FROM visit_guest r JOIN household h ON h.id = r.household_id WHERE (SELECT venez_vivre_droits.reads_figures());

CREATE VIEW venez_vivre_ensemble.settlement WITH (security_barrier) AS SELECT r."version" AS "version", r."id" AS "id", r."household_id" AS "household_id", r."settled_on" AS "settled_on", NULL::text AS "commune", r."code_insee" AS "code_insee", r."adults" AS "adults", r."children" AS "children", r."schooled" AS "schooled", NULL::text AS "housing", NULL::text AS "job", NULL::text AS "partner_job", r."cancelled_on" AS "cancelled_on", NULL::text AS "cancel_reason", r."left_on" AS "left_on", r."leave_reason" AS "leave_reason", NULL::bigint AS "import_id", NULL::bigint AS "row_hash" FROM settlement r JOIN household h ON h.id = r.household_id WHERE (SELECT venez_vivre_droits.reads_figures());

CREATE VIEW venez_vivre_ensemble.settlement_check WITH (security_barrier) AS SELECT r."version" AS "version", r."id" AS "id", r."household_id" AS "household_id", r."settlement_id" AS "settlement_id", r."month" AS "month", r."checked_on" AS "checked_on", r."result" AS "result", NULL::bigint AS "satisfaction", NULL::text AS "needs" FROM settlement_check r JOIN household h ON h.id = r.household_id WHERE (SELECT venez_vivre_droits.reads_figures());

GRANT USAGE ON SCHEMA venez_vivre_ensemble TO venez_vivre_agents;

GRANT SELECT ON ALL TABLES IN SCHEMA venez_vivre_ensemble TO venez_vivre_agents;

INSERT INTO base_mark (identity) VALUES (replace(gen_random_uuid()::text, '-', ''));

COMMIT;
