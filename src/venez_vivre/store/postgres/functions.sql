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
      normalize(lower($1 COLLATE "{letters}"), NFD), '[\u0300-\u036f]', '', 'g')
      COLLATE "{letters}", '[^[:alnum:]]+', ' ', 'g') COLLATE "C" END
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
