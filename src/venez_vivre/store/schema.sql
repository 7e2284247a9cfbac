CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE campaign (
	version INTEGER DEFAULT '1' NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	axis TEXT NOT NULL, 
	channel TEXT, 
	starts_on TEXT NOT NULL, 
	ends_on TEXT, 
	spending_cents INTEGER DEFAULT '0' NOT NULL, 
	views INTEGER DEFAULT '0' NOT NULL, 
	visits INTEGER DEFAULT '0' NOT NULL, 
	plays INTEGER DEFAULT '0' NOT NULL
)
 STRICT

;
CREATE TABLE import_run (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	kind TEXT NOT NULL, 
	file_name TEXT NOT NULL, 
	headings TEXT NOT NULL, 
	encoding TEXT, 
	separator TEXT, 
	imported_on TEXT NOT NULL, 
	lines_read INTEGER DEFAULT '0' NOT NULL, 
	created INTEGER DEFAULT '0' NOT NULL, 
	updated INTEGER DEFAULT '0' NOT NULL, 
	unchanged INTEGER DEFAULT '0' NOT NULL, 
	set_aside INTEGER DEFAULT '0' NOT NULL, 
	rejected INTEGER DEFAULT '0' NOT NULL
, sheet TEXT, agent TEXT)
 STRICT

;
CREATE TABLE operation (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	happened_at TEXT NOT NULL, 
	agent TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	command TEXT NOT NULL, 
	summary TEXT NOT NULL, 
	target_id INTEGER, 
	undone INTEGER DEFAULT '0' NOT NULL, recorded_on TEXT DEFAULT '' NOT NULL, 
	FOREIGN KEY(target_id) REFERENCES operation (id)
)
 STRICT

;
CREATE INDEX ix_operation_target_id ON operation (target_id);
CREATE TABLE setting (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	UNIQUE (name)
)
 STRICT

;
CREATE TABLE target (
	version INTEGER DEFAULT '1' NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	indicator TEXT NOT NULL, 
	value INTEGER NOT NULL, 
	starts_on TEXT, 
	deadline TEXT NOT NULL, 
	UNIQUE (indicator, deadline)
)
 STRICT

;
CREATE TABLE territory (
	version INTEGER DEFAULT '1' NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	code TEXT NOT NULL, 
	name TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	department TEXT, 
	active INTEGER DEFAULT '1' NOT NULL, retention_months INTEGER, 
	UNIQUE (code)
)
 STRICT

;
CREATE TABLE journal_block (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	operation_id INTEGER NOT NULL, 
	table_name TEXT NOT NULL, 
	first_id INTEGER NOT NULL, 
	last_id INTEGER NOT NULL, 
	payload BLOB, 
	FOREIGN KEY(operation_id) REFERENCES operation (id)
)
 STRICT

;
CREATE INDEX ix_journal_block_operation_id ON journal_block (operation_id);
CREATE TABLE offer (
	version INTEGER DEFAULT '1' NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	reference TEXT NOT NULL, 
	external_reference TEXT, 
	kind TEXT NOT NULL, 
	title TEXT NOT NULL, 
	title_key TEXT DEFAULT '' NOT NULL, 
	description TEXT, 
	structure TEXT, 
	commune TEXT, 
	code_insee TEXT, 
	postal_code TEXT, 
	latitude REAL, 
	longitude REAL, 
	occupation TEXT, 
	rome_code TEXT, 
	contract TEXT, 
	working_time TEXT, 
	salary_min INTEGER, 
	salary_max INTEGER, 
	telework TEXT, 
	openings INTEGER, 
	"transaction" TEXT, 
	housing_kind TEXT, 
	rooms INTEGER, 
	area INTEGER, 
	rent INTEGER, 
	charges INTEGER, 
	price INTEGER, 
	garden INTEGER, 
	available_on TEXT, 
	levels TEXT, 
	age_min INTEGER, 
	age_max INTEGER, 
	themes TEXT, 
	places INTEGER, 
	published_on TEXT, 
	verified_on TEXT, 
	expires_on TEXT, 
	url TEXT, 
	contact TEXT, 
	closed_on TEXT, 
	import_id INTEGER, 
	row_hash INTEGER, source TEXT, 
	FOREIGN KEY(import_id) REFERENCES import_run (id), 
	UNIQUE (reference)
)
 STRICT

;
CREATE INDEX ix_offer_external_reference ON offer (external_reference);
CREATE INDEX ix_offer_import_id ON offer (import_id);
CREATE INDEX ix_offer_kind ON offer (kind, closed_on);
CREATE INDEX ix_offer_rome_code ON offer (rome_code);
CREATE INDEX ix_offer_row_hash ON offer (row_hash);
CREATE TABLE officer (
	version INTEGER DEFAULT '1' NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name TEXT NOT NULL, 
	name_key TEXT NOT NULL, 
	email TEXT, 
	phone TEXT, 
	territory_id INTEGER, 
	active INTEGER DEFAULT '1' NOT NULL, 
	FOREIGN KEY(territory_id) REFERENCES territory (id), 
	UNIQUE (name_key)
)
 STRICT

;
CREATE INDEX ix_officer_territory_id ON officer (territory_id);
CREATE TABLE territory_commune (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	territory_id INTEGER NOT NULL, 
	code_insee TEXT NOT NULL, 
	FOREIGN KEY(territory_id) REFERENCES territory (id), 
	UNIQUE (code_insee)
)
 STRICT

;
CREATE INDEX ix_territory_commune_territory_id ON territory_commune (territory_id);
CREATE TABLE household (
	version INTEGER DEFAULT '1' NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	reference TEXT NOT NULL, 
	territory_id INTEGER, 
	officer_id INTEGER, 
	postal_code TEXT, 
	commune TEXT, 
	country TEXT, 
	origin_department TEXT, 
	channel TEXT, 
	campaign TEXT, 
	wished_territories TEXT, 
	wished_communes TEXT, 
	max_distance_km INTEGER, 
	horizon TEXT, 
	wished_on TEXT, 
	maturity INTEGER, 
	adults INTEGER, 
	children INTEGER, 
	children_births TEXT, 
	housing TEXT, 
	housing_kind TEXT, 
	rooms_min INTEGER, 
	area_min INTEGER, 
	rent_max INTEGER, 
	purchase_budget INTEGER, 
	garden INTEGER, 
	interests TEXT, 
	motivations TEXT, 
	project TEXT, 
	status TEXT DEFAULT 'actif' NOT NULL, 
	closed_on TEXT, 
	close_reason TEXT, 
	wake_up_on TEXT, 
	edited_on TEXT, 
	stage TEXT DEFAULT 'inscrit' NOT NULL, 
	registered_on TEXT, 
	accompanied_on TEXT, 
	settled_on TEXT, 
	spontaneous INTEGER DEFAULT '0' NOT NULL, 
	last_contact_on TEXT, 
	next_action TEXT, 
	next_due_on TEXT, wished_codes TEXT, blockers TEXT, limited_on TEXT, limit_reason TEXT, opposed_on TEXT, erased_on TEXT, 
	FOREIGN KEY(officer_id) REFERENCES officer (id), 
	FOREIGN KEY(territory_id) REFERENCES territory (id), 
	UNIQUE (reference)
)
 STRICT

;
CREATE INDEX ix_household_funnel ON household (registered_on, accompanied_on, settled_on, spontaneous, territory_id, officer_id, channel, origin_department);
CREATE INDEX ix_household_next_due_on ON household (next_due_on);
CREATE INDEX ix_household_settled_on ON household (settled_on);
CREATE INDEX ix_household_stage ON household (stage, registered_on);
CREATE TABLE contact (
	version INTEGER DEFAULT '1' NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	household_id INTEGER NOT NULL, 
	officer_id INTEGER, 
	agent TEXT, 
	happened_on TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	direction TEXT, 
	result TEXT, 
	summary TEXT, 
	import_id INTEGER, 
	row_hash INTEGER, 
	FOREIGN KEY(household_id) REFERENCES household (id), 
	FOREIGN KEY(import_id) REFERENCES import_run (id), 
	FOREIGN KEY(officer_id) REFERENCES officer (id)
)
 STRICT

;
CREATE INDEX ix_contact_import_id ON contact (import_id);
CREATE INDEX ix_contact_officer_id ON contact (officer_id);
CREATE INDEX ix_contact_row_hash ON contact (row_hash);
CREATE TABLE person (
	version INTEGER DEFAULT '1' NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	household_id INTEGER NOT NULL, 
	role TEXT NOT NULL, 
	external_reference TEXT, 
	first_name TEXT, 
	last_name TEXT, 
	first_key TEXT DEFAULT '' NOT NULL, 
	last_key TEXT DEFAULT '' NOT NULL, 
	email TEXT, 
	email_key TEXT, 
	phone TEXT, 
	birth_year INTEGER, 
	occupation TEXT, 
	employment TEXT, 
	contract TEXT, 
	telework TEXT, 
	salary_min INTEGER, 
	consent INTEGER, 
	registered_on TEXT, rome_code TEXT, rome_confidence INTEGER, 
	FOREIGN KEY(household_id) REFERENCES household (id)
)
 STRICT

;
CREATE INDEX ix_person_email_key ON person (email_key);
CREATE INDEX ix_person_external_reference ON person (external_reference);
CREATE INDEX ix_person_names ON person (last_key, first_key);
CREATE INDEX ix_person_phone ON person (phone);
CREATE INDEX ix_person_registered_on ON person (registered_on);
CREATE TABLE settlement (
	version INTEGER DEFAULT '1' NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	household_id INTEGER NOT NULL, 
	settled_on TEXT NOT NULL, 
	commune TEXT, 
	code_insee TEXT, 
	adults INTEGER DEFAULT '1' NOT NULL, 
	children INTEGER DEFAULT '0' NOT NULL, 
	schooled INTEGER DEFAULT '0' NOT NULL, 
	housing TEXT, 
	job TEXT, 
	partner_job TEXT, 
	cancelled_on TEXT, 
	cancel_reason TEXT, 
	left_on TEXT, 
	leave_reason TEXT, 
	import_id INTEGER, 
	row_hash INTEGER, 
	FOREIGN KEY(household_id) REFERENCES household (id), 
	FOREIGN KEY(import_id) REFERENCES import_run (id)
)
 STRICT

;
CREATE INDEX ix_settlement_household_id ON settlement (household_id);
CREATE INDEX ix_settlement_import_id ON settlement (import_id);
CREATE INDEX ix_settlement_row_hash ON settlement (row_hash);
CREATE TABLE transfer (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	household_id INTEGER NOT NULL, 
	from_territory_id INTEGER, 
	to_territory_id INTEGER NOT NULL, 
	moved_on TEXT NOT NULL, 
	note TEXT, 
	FOREIGN KEY(from_territory_id) REFERENCES territory (id), 
	FOREIGN KEY(household_id) REFERENCES household (id), 
	FOREIGN KEY(to_territory_id) REFERENCES territory (id)
)
 STRICT

;
CREATE INDEX ix_transfer_from_territory_id ON transfer (from_territory_id);
CREATE INDEX ix_transfer_household_id ON transfer (household_id);
CREATE INDEX ix_transfer_to_territory_id ON transfer (to_territory_id);
CREATE TABLE follow_up (
	version INTEGER DEFAULT '1' NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	household_id INTEGER NOT NULL, 
	contact_id INTEGER, 
	officer_id INTEGER, 
	action TEXT NOT NULL, 
	due_on TEXT NOT NULL, 
	done_on TEXT, kind TEXT DEFAULT 'action' NOT NULL, origin TEXT, planned_on TEXT, due_at TEXT, channel TEXT, place TEXT, ending TEXT, first_id INTEGER, 
	FOREIGN KEY(contact_id) REFERENCES contact (id), 
	FOREIGN KEY(household_id) REFERENCES household (id), 
	FOREIGN KEY(officer_id) REFERENCES officer (id)
)
 STRICT

;
CREATE INDEX ix_follow_up_contact_id ON follow_up (contact_id);
CREATE INDEX ix_follow_up_officer_id ON follow_up (officer_id);
CREATE TABLE settlement_check (
	version INTEGER DEFAULT '1' NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	household_id INTEGER NOT NULL, 
	settlement_id INTEGER NOT NULL, 
	month INTEGER NOT NULL, 
	checked_on TEXT NOT NULL, 
	result TEXT NOT NULL, 
	satisfaction INTEGER, 
	needs TEXT, 
	FOREIGN KEY(household_id) REFERENCES household (id), 
	FOREIGN KEY(settlement_id) REFERENCES settlement (id), 
	UNIQUE (settlement_id, month)
)
 STRICT

;
CREATE INDEX ix_settlement_check_household_id ON settlement_check (household_id);
CREATE INDEX ix_settlement_check_settlement_id ON settlement_check (settlement_id);
CREATE TABLE signup (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	household_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	import_id INTEGER, 
	received_on TEXT NOT NULL, 
	channel TEXT, 
	campaign TEXT, 
	message TEXT, 
	form TEXT, 
	row_hash INTEGER, 
	FOREIGN KEY(household_id) REFERENCES household (id), 
	FOREIGN KEY(import_id) REFERENCES import_run (id), 
	FOREIGN KEY(person_id) REFERENCES person (id)
)
 STRICT

;
CREATE INDEX ix_signup_household_id ON signup (household_id);
CREATE INDEX ix_signup_import_id ON signup (import_id);
CREATE INDEX ix_signup_person_id ON signup (person_id);
CREATE INDEX ix_signup_row_hash ON signup (row_hash);
CREATE TABLE set_aside (
	version INTEGER DEFAULT '1' NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	import_id INTEGER, 
	line INTEGER NOT NULL, 
	row_hash INTEGER NOT NULL, 
	received_on TEXT NOT NULL, 
	said TEXT NOT NULL, 
	form TEXT, 
	candidates TEXT NOT NULL, 
	claim_key INTEGER NOT NULL, 
	settled_on TEXT, 
	verdict TEXT, 
	agent TEXT, 
	FOREIGN KEY(import_id) REFERENCES import_run (id)
)
 STRICT

;
CREATE INDEX ix_set_aside_import_id ON set_aside (import_id);
CREATE INDEX ix_set_aside_row_hash ON set_aside (row_hash);
CREATE TABLE identity_decision (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	person_id INTEGER NOT NULL, 
	other_id INTEGER, 
	claim_key INTEGER, 
	verdict TEXT NOT NULL, 
	agent TEXT, 
	decided_on TEXT NOT NULL
)
 STRICT

;
CREATE INDEX ix_identity_decision_person_id ON identity_decision (person_id);
CREATE INDEX ix_identity_decision_other_id ON identity_decision (other_id);
CREATE INDEX ix_identity_decision_claim_key ON identity_decision (claim_key);
CREATE TABLE identity_rule (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	pattern TEXT NOT NULL, 
	verdict TEXT NOT NULL, 
	agent TEXT, 
	decided_on TEXT NOT NULL, 
	UNIQUE (pattern)
)
 STRICT

;
CREATE TABLE column_mapping (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	kind TEXT NOT NULL, 
	signature TEXT NOT NULL, 
	mapping TEXT NOT NULL, 
	agent TEXT, 
	settled_on TEXT NOT NULL, 
	UNIQUE (kind, signature)
)
 STRICT

;
CREATE TABLE coded_answer (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	field TEXT NOT NULL, 
	said_key TEXT NOT NULL, 
	value TEXT NOT NULL, 
	agent TEXT, 
	settled_on TEXT NOT NULL, 
	UNIQUE (field, said_key)
)
 STRICT

;
CREATE TABLE occupation_title (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	code_ogr INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	title_key TEXT NOT NULL, 
	rome_code TEXT NOT NULL, 
	UNIQUE (code_ogr)
)
 STRICT

;
CREATE INDEX ix_occupation_title_title_key ON occupation_title (title_key);
CREATE TABLE occupation_move (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	rome_code TEXT NOT NULL, 
	target_code TEXT NOT NULL, 
	rank INTEGER NOT NULL, 
	UNIQUE (rome_code, target_code)
)
 STRICT

;
CREATE TABLE person_key (person_id INTEGER PRIMARY KEY, keys BLOB NOT NULL) STRICT;
CREATE TABLE person_unkeyed (person_id INTEGER PRIMARY KEY) STRICT;
CREATE TABLE seen_row (row_hash INTEGER NOT NULL, signup_id INTEGER NOT NULL, PRIMARY KEY (row_hash, signup_id)) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE person_text USING fts5(first_name, last_name, email, phone, occupation, content='person', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER person_text_insert AFTER INSERT ON person BEGIN INSERT INTO person_text (rowid, first_name, last_name, email, phone, occupation) VALUES (new.id, new.first_name, new.last_name, new.email, new.phone, new.occupation); END;
CREATE TRIGGER person_text_delete AFTER DELETE ON person BEGIN INSERT INTO person_text (person_text, rowid, first_name, last_name, email, phone, occupation) VALUES ('delete', old.id, old.first_name, old.last_name, old.email, old.phone, old.occupation); END;
CREATE TRIGGER person_text_update AFTER UPDATE OF first_name, last_name, email, phone, occupation ON person BEGIN INSERT INTO person_text (person_text, rowid, first_name, last_name, email, phone, occupation) VALUES ('delete', old.id, old.first_name, old.last_name, old.email, old.phone, old.occupation); INSERT INTO person_text (rowid, first_name, last_name, email, phone, occupation) VALUES (new.id, new.first_name, new.last_name, new.email, new.phone, new.occupation); END;
CREATE VIRTUAL TABLE household_text USING fts5(commune, project, content='household', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER household_text_insert AFTER INSERT ON household BEGIN INSERT INTO household_text (rowid, commune, project) VALUES (new.id, new.commune, new.project); END;
CREATE TRIGGER household_text_delete AFTER DELETE ON household BEGIN INSERT INTO household_text (household_text, rowid, commune, project) VALUES ('delete', old.id, old.commune, old.project); END;
CREATE TRIGGER household_text_update AFTER UPDATE OF commune, project ON household BEGIN INSERT INTO household_text (household_text, rowid, commune, project) VALUES ('delete', old.id, old.commune, old.project); INSERT INTO household_text (rowid, commune, project) VALUES (new.id, new.commune, new.project); END;
CREATE VIRTUAL TABLE signup_text USING fts5(message, content='signup', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER signup_text_insert AFTER INSERT ON signup BEGIN INSERT INTO signup_text (rowid, message) VALUES (new.id, new.message); END;
CREATE TRIGGER signup_text_delete AFTER DELETE ON signup BEGIN INSERT INTO signup_text (signup_text, rowid, message) VALUES ('delete', old.id, old.message); END;
CREATE TRIGGER signup_text_update AFTER UPDATE OF message ON signup BEGIN INSERT INTO signup_text (signup_text, rowid, message) VALUES ('delete', old.id, old.message); INSERT INTO signup_text (rowid, message) VALUES (new.id, new.message); END;
CREATE VIRTUAL TABLE contact_text USING fts5(summary, content='contact', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER contact_text_insert AFTER INSERT ON contact BEGIN INSERT INTO contact_text (rowid, summary) VALUES (new.id, new.summary); END;
CREATE TRIGGER contact_text_delete AFTER DELETE ON contact BEGIN INSERT INTO contact_text (contact_text, rowid, summary) VALUES ('delete', old.id, old.summary); END;
CREATE TRIGGER contact_text_update AFTER UPDATE OF summary ON contact BEGIN INSERT INTO contact_text (contact_text, rowid, summary) VALUES ('delete', old.id, old.summary); INSERT INTO contact_text (rowid, summary) VALUES (new.id, new.summary); END;
CREATE VIRTUAL TABLE offer_text USING fts5(title, description, structure, commune, content='offer', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER offer_text_insert AFTER INSERT ON offer BEGIN INSERT INTO offer_text (rowid, title, description, structure, commune) VALUES (new.id, new.title, new.description, new.structure, new.commune); END;
CREATE TRIGGER offer_text_delete AFTER DELETE ON offer BEGIN INSERT INTO offer_text (offer_text, rowid, title, description, structure, commune) VALUES ('delete', old.id, old.title, old.description, old.structure, old.commune); END;
CREATE TRIGGER offer_text_update AFTER UPDATE OF title, description, structure, commune ON offer BEGIN INSERT INTO offer_text (offer_text, rowid, title, description, structure, commune) VALUES ('delete', old.id, old.title, old.description, old.structure, old.commune); INSERT INTO offer_text (rowid, title, description, structure, commune) VALUES (new.id, new.title, new.description, new.structure, new.commune); END;
CREATE TRIGGER person_key_insert AFTER INSERT ON person BEGIN INSERT OR IGNORE INTO person_unkeyed (person_id) VALUES (new.id); END;
CREATE TRIGGER person_key_update AFTER UPDATE OF first_key, last_key, email_key, phone, birth_year, household_id ON person BEGIN INSERT OR IGNORE INTO person_unkeyed (person_id) VALUES (new.id); END;
CREATE TRIGGER household_key_update AFTER UPDATE OF postal_code ON household BEGIN INSERT OR IGNORE INTO person_unkeyed (person_id) SELECT id FROM person WHERE household_id = new.id; END;
CREATE INDEX ix_follow_up_open ON follow_up (done_on, due_on);
CREATE TABLE resource_person (
	version INTEGER DEFAULT '1' NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	reference TEXT NOT NULL, 
	name TEXT NOT NULL, 
	name_key TEXT NOT NULL, 
	position TEXT, 
	structure TEXT, 
	email TEXT, 
	phone TEXT, 
	commune TEXT, 
	code_insee TEXT, 
	territory_id INTEGER, 
	themes TEXT, 
	capacity INTEGER, 
	note TEXT, 
	closed_on TEXT, 
	UNIQUE (reference), 
	FOREIGN KEY(territory_id) REFERENCES territory (id)
)
 STRICT

;
CREATE INDEX ix_resource_person_territory_id ON resource_person (territory_id);
CREATE INDEX ix_resource_person_name_key ON resource_person (name_key);
CREATE TABLE introduction (
	version INTEGER DEFAULT '1' NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	household_id INTEGER NOT NULL, 
	person_id INTEGER, 
	offer_id INTEGER, 
	resource_id INTEGER, 
	officer_id INTEGER, 
	agent TEXT, 
	introduced_on TEXT NOT NULL, 
	state TEXT DEFAULT 'en_attente' NOT NULL, 
	answered_on TEXT, 
	ended_on TEXT, 
	refused_by TEXT, 
	reason TEXT, 
	note TEXT, 
	FOREIGN KEY(household_id) REFERENCES household (id), 
	FOREIGN KEY(person_id) REFERENCES person (id), 
	FOREIGN KEY(offer_id) REFERENCES offer (id), 
	FOREIGN KEY(resource_id) REFERENCES resource_person (id), 
	FOREIGN KEY(officer_id) REFERENCES officer (id)
)
 STRICT

;
CREATE INDEX ix_introduction_household_id ON introduction (household_id);
CREATE INDEX ix_introduction_person_id ON introduction (person_id);
CREATE INDEX ix_introduction_offer_id ON introduction (offer_id);
CREATE INDEX ix_introduction_resource_id ON introduction (resource_id);
CREATE INDEX ix_introduction_officer_id ON introduction (officer_id);
CREATE TABLE visit (
	version INTEGER DEFAULT '1' NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	reference TEXT NOT NULL, 
	title TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	starts_on TEXT NOT NULL, 
	ends_on TEXT NOT NULL, 
	commune TEXT, 
	code_insee TEXT, 
	territory_id INTEGER, 
	officer_id INTEGER, 
	capacity INTEGER, 
	note TEXT, 
	cancelled_on TEXT, 
	UNIQUE (reference), 
	FOREIGN KEY(territory_id) REFERENCES territory (id), 
	FOREIGN KEY(officer_id) REFERENCES officer (id)
)
 STRICT

;
CREATE INDEX ix_visit_territory_id ON visit (territory_id);
CREATE INDEX ix_visit_officer_id ON visit (officer_id);
CREATE TABLE visit_guest (
	version INTEGER DEFAULT '1' NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	household_id INTEGER NOT NULL, 
	visit_id INTEGER NOT NULL, 
	contact_id INTEGER, 
	people INTEGER, 
	state TEXT DEFAULT 'invite' NOT NULL, 
	invited_on TEXT NOT NULL, 
	answered_on TEXT, 
	came_on TEXT, 
	debriefed_on TEXT, 
	satisfaction INTEGER, 
	feedback TEXT, 
	FOREIGN KEY(household_id) REFERENCES household (id), 
	FOREIGN KEY(visit_id) REFERENCES visit (id), 
	FOREIGN KEY(contact_id) REFERENCES contact (id)
)
 STRICT

;
CREATE INDEX ix_visit_guest_household_id ON visit_guest (household_id);
CREATE INDEX ix_visit_guest_visit_id ON visit_guest (visit_id);
CREATE INDEX ix_visit_guest_contact_id ON visit_guest (contact_id);
CREATE VIRTUAL TABLE introduction_text USING fts5(note, content='introduction', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER introduction_text_insert AFTER INSERT ON introduction BEGIN INSERT INTO introduction_text (rowid, note) VALUES (new.id, new.note); END;
CREATE TRIGGER introduction_text_delete AFTER DELETE ON introduction BEGIN INSERT INTO introduction_text (introduction_text, rowid, note) VALUES ('delete', old.id, old.note); END;
CREATE TRIGGER introduction_text_update AFTER UPDATE OF note ON introduction BEGIN INSERT INTO introduction_text (introduction_text, rowid, note) VALUES ('delete', old.id, old.note); INSERT INTO introduction_text (rowid, note) VALUES (new.id, new.note); END;
CREATE VIRTUAL TABLE resource_person_text USING fts5(name, position, structure, commune, note, content='resource_person', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER resource_person_text_insert AFTER INSERT ON resource_person BEGIN INSERT INTO resource_person_text (rowid, name, position, structure, commune, note) VALUES (new.id, new.name, new.position, new.structure, new.commune, new.note); END;
CREATE TRIGGER resource_person_text_delete AFTER DELETE ON resource_person BEGIN INSERT INTO resource_person_text (resource_person_text, rowid, name, position, structure, commune, note) VALUES ('delete', old.id, old.name, old.position, old.structure, old.commune, old.note); END;
CREATE TRIGGER resource_person_text_update AFTER UPDATE OF name, position, structure, commune, note ON resource_person BEGIN INSERT INTO resource_person_text (resource_person_text, rowid, name, position, structure, commune, note) VALUES ('delete', old.id, old.name, old.position, old.structure, old.commune, old.note); INSERT INTO resource_person_text (rowid, name, position, structure, commune, note) VALUES (new.id, new.name, new.position, new.structure, new.commune, new.note); END;
CREATE VIRTUAL TABLE visit_guest_text USING fts5(feedback, content='visit_guest', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER visit_guest_text_insert AFTER INSERT ON visit_guest BEGIN INSERT INTO visit_guest_text (rowid, feedback) VALUES (new.id, new.feedback); END;
CREATE TRIGGER visit_guest_text_delete AFTER DELETE ON visit_guest BEGIN INSERT INTO visit_guest_text (visit_guest_text, rowid, feedback) VALUES ('delete', old.id, old.feedback); END;
CREATE TRIGGER visit_guest_text_update AFTER UPDATE OF feedback ON visit_guest BEGIN INSERT INTO visit_guest_text (visit_guest_text, rowid, feedback) VALUES ('delete', old.id, old.feedback); INSERT INTO visit_guest_text (rowid, feedback) VALUES (new.id, new.feedback); END;
CREATE VIRTUAL TABLE settlement_check_text USING fts5(needs, content='settlement_check', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER settlement_check_text_insert AFTER INSERT ON settlement_check BEGIN INSERT INTO settlement_check_text (rowid, needs) VALUES (new.id, new.needs); END;
CREATE TRIGGER settlement_check_text_delete AFTER DELETE ON settlement_check BEGIN INSERT INTO settlement_check_text (settlement_check_text, rowid, needs) VALUES ('delete', old.id, old.needs); END;
CREATE TRIGGER settlement_check_text_update AFTER UPDATE OF needs ON settlement_check BEGIN INSERT INTO settlement_check_text (settlement_check_text, rowid, needs) VALUES ('delete', old.id, old.needs); INSERT INTO settlement_check_text (rowid, needs) VALUES (new.id, new.needs); END;
CREATE TABLE offer_twin (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	offer_id INTEGER NOT NULL, 
	other_id INTEGER NOT NULL, 
	verdict TEXT NOT NULL, 
	agent TEXT, 
	decided_on TEXT NOT NULL, 
	FOREIGN KEY(offer_id) REFERENCES offer (id), 
	FOREIGN KEY(other_id) REFERENCES offer (id)
)
 STRICT

;
CREATE INDEX ix_offer_twin_offer_id ON offer_twin (offer_id);
CREATE INDEX ix_offer_twin_other_id ON offer_twin (other_id);
CREATE INDEX ix_offer_source ON offer (source);
CREATE INDEX ix_offer_matching ON offer (kind, rome_code, latitude, longitude, telework, closed_on, expires_on, code_insee, salary_min, salary_max);
CREATE INDEX ix_offer_standing ON offer (kind, closed_on, expires_on);
CREATE INDEX ix_operation_recorded_on ON operation (recorded_on);
CREATE TABLE frozen_report (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	kind TEXT NOT NULL, 
	starts_on TEXT, 
	ends_on TEXT NOT NULL, 
	territory_id INTEGER, 
	published_on TEXT NOT NULL, 
	last_operation INTEGER DEFAULT '0' NOT NULL, 
	agent TEXT, 
	diffusion TEXT, 
	content TEXT NOT NULL, 
	FOREIGN KEY(territory_id) REFERENCES territory (id)
)
 STRICT

;
CREATE INDEX ix_frozen_report_territory_id ON frozen_report (territory_id);
CREATE INDEX ix_frozen_report_period ON frozen_report (kind, ends_on);
CREATE INDEX ix_household_erased_on ON household (erased_on);
CREATE INDEX ix_household_held ON household (id) WHERE limited_on IS NOT NULL OR opposed_on IS NOT NULL;
CREATE TABLE erasure (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	proof TEXT NOT NULL, 
	erased_on TEXT NOT NULL, 
	origin TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	people INTEGER DEFAULT '0' NOT NULL, 
	agent TEXT, 
	keys TEXT NOT NULL, 
	UNIQUE (proof)
)
 STRICT

;
CREATE TABLE privacy_request (
	version INTEGER DEFAULT '1' NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	household_id INTEGER, 
	kind TEXT NOT NULL, 
	received_on TEXT NOT NULL, 
	due_on TEXT NOT NULL, 
	channel TEXT, 
	answered_on TEXT, 
	outcome TEXT, 
	note TEXT, 
	agent TEXT, 
	FOREIGN KEY(household_id) REFERENCES household (id)
)
 STRICT

;
CREATE INDEX ix_privacy_request_household_id ON privacy_request (household_id);
CREATE TABLE privacy_notice (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	settled_on TEXT NOT NULL, 
	content TEXT NOT NULL, 
	agent TEXT
)
 STRICT

;
CREATE TABLE privacy_proof (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	household_id INTEGER NOT NULL, 
	notice_id INTEGER, 
	kind TEXT NOT NULL, 
	purpose TEXT, 
	noted_on TEXT NOT NULL, 
	means TEXT, 
	agent TEXT, 
	FOREIGN KEY(household_id) REFERENCES household (id), 
	FOREIGN KEY(notice_id) REFERENCES privacy_notice (id)
)
 STRICT

;
CREATE INDEX ix_privacy_proof_household_id ON privacy_proof (household_id);
CREATE INDEX ix_privacy_proof_notice_id ON privacy_proof (notice_id);
CREATE TABLE purge_notice (
	version INTEGER DEFAULT '1' NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	household_id INTEGER NOT NULL, 
	announced_on TEXT NOT NULL, 
	purge_on TEXT NOT NULL, 
	cancelled_on TEXT, 
	agent TEXT, 
	FOREIGN KEY(household_id) REFERENCES household (id)
)
 STRICT

;
CREATE INDEX ix_purge_notice_household_id ON purge_notice (household_id);
CREATE TABLE disposal (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	disposed_on TEXT NOT NULL, 
	visa TEXT, 
	without_visa TEXT, 
	households INTEGER DEFAULT '0' NOT NULL, 
	people INTEGER DEFAULT '0' NOT NULL, 
	content TEXT NOT NULL, 
	agent TEXT
)
 STRICT

;
CREATE TABLE breach (
	version INTEGER DEFAULT '1' NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	discovered_at TEXT NOT NULL, 
	nature TEXT NOT NULL, 
	description TEXT NOT NULL, 
	people INTEGER, 
	consequences TEXT, 
	measures TEXT, 
	risk TEXT, 
	authority_told_at TEXT, 
	people_told_on TEXT, 
	closed_on TEXT, 
	agent TEXT
)
 STRICT

;
CREATE TABLE note_verdict (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	table_name TEXT NOT NULL, 
	row_id INTEGER NOT NULL, 
	text_key TEXT NOT NULL, 
	decided_on TEXT NOT NULL, 
	agent TEXT, 
	UNIQUE (table_name, row_id, text_key)
)
 STRICT

;
CREATE TABLE base_mark (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	identity TEXT NOT NULL, 
	UNIQUE (identity)
)
 STRICT

;
CREATE TABLE merged_base (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	identity TEXT NOT NULL, 
	name TEXT NOT NULL, 
	trail TEXT NOT NULL, 
	merged_on TEXT NOT NULL, 
	agent TEXT
)
 STRICT

;
CREATE INDEX ix_merged_base_identity ON merged_base (identity);
CREATE TABLE merged_row (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	base_id INTEGER NOT NULL, 
	table_name TEXT NOT NULL, 
	source_id INTEGER NOT NULL, 
	row_id INTEGER NOT NULL, 
	fingerprint TEXT DEFAULT '' NOT NULL, 
	FOREIGN KEY(base_id) REFERENCES merged_base (id), 
	UNIQUE (base_id, table_name, source_id)
)
 STRICT

;
CREATE INDEX ix_merged_row_row ON merged_row (table_name, row_id);
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
INSERT INTO alembic_version VALUES ('0011');
