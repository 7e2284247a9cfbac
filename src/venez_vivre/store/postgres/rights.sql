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

-- Who has the whole region also reads what was done when a territory that is no more was there.
CREATE FUNCTION venez_vivre_droits.reads_everywhere() RETURNS boolean LANGUAGE sql STABLE
AS 'SELECT venez_vivre_droits.administers() OR venez_vivre_droits.holds(''region'', false)';

-- The one territory of this login, where it has only one: what is new and of no territory is its.
-- It is what `reached(true)` holds when that is one territory, without making the list of all: a
-- trigger asks for each file that arrives, which was a tenth of an officer's import.
CREATE FUNCTION venez_vivre_droits.home() RETURNS bigint LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = venez_vivre_droits, venez_vivre, pg_catalog, pg_temp
AS $$
DECLARE
  alone bigint;
BEGIN
  SELECT CASE WHEN pg_catalog.count(*) = 1 THEN pg_catalog.min(territory_id) END INTO alone
  FROM entitlement WHERE login = session_user AND ended_at IS NULL AND writes;
  RETURN CASE WHEN alone IS NULL OR administers() THEN 0 ELSE alone END;
END
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
      WHERE id = NEW.target_id
      AND (reads_everywhere() OR of_territories <@ reached(false))) THEN
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
