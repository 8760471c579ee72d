-- bench/peers/sql/schema.sql: the tables of the reference with its columns, keys and indexes, and what the rewrites have beside them.
CREATE SCHEMA kernel;
CREATE SCHEMA regprc;
CREATE SCHEMA otp;
CREATE SCHEMA audit;
CREATE SCHEMA keymgr;

CREATE TABLE kernel.uin (
  uin varchar(28) PRIMARY KEY, uin_status varchar(16) NOT NULL, cr_by varchar(256) NOT NULL, cr_dtimes timestamp NOT NULL,
  upd_by varchar(256), upd_dtimes timestamp, is_deleted boolean DEFAULT false, del_dtimes timestamp);
CREATE INDEX ON kernel.uin (uin_status) WHERE uin_status = 'UNUSED';
CREATE INDEX ON kernel.uin (uin_status);
CREATE INDEX ON kernel.uin (uin_status, cr_dtimes);
CREATE INDEX ON kernel.uin (uin_status, is_deleted);

-- Rewrite: one index for what is unused, none for what changes with it.
CREATE TABLE kernel.uin_lean (uin bigint PRIMARY KEY, uin_status smallint NOT NULL, upd_by varchar(256), upd_dtimes timestamp) WITH (fillfactor = 50);
CREATE INDEX ON kernel.uin_lean (uin) WHERE uin_status = 0;

-- Rewrite: the pool is never changed; a sequence says how far it is used, and each issue adds a row.
CREATE TABLE kernel.uin_pool (place bigint PRIMARY KEY, uin bigint NOT NULL);
CREATE TABLE kernel.uin_issued (uin bigint PRIMARY KEY, uin_status smallint NOT NULL, upd_by varchar(256), upd_dtimes timestamp);
CREATE SEQUENCE kernel.uin_place CACHE 1;

CREATE TABLE regprc.rid_seq (
  regcntr_id varchar(36), machine_id varchar(36), curr_seq_no int NOT NULL, cr_by varchar(256) NOT NULL, cr_dtimes timestamp NOT NULL,
  upd_by varchar(256), upd_dtimes timestamp, PRIMARY KEY (regcntr_id, machine_id)) WITH (fillfactor = 50);
INSERT INTO regprc.rid_seq SELECT '10001', (10000 + n)::text, 1, 'SYSTEM', now() FROM generate_series(0, 999) n;
-- Rewrite: a sequence for each machine. It keeps no record of who and when, and skips after a crash.
DO $$ BEGIN FOR n IN 10000..10999 LOOP EXECUTE format('CREATE SEQUENCE regprc.rid_10001_%s MAXVALUE 99999 CYCLE', n); END LOOP; END $$;

CREATE TABLE otp.otp_transaction (
  id varchar(64) PRIMARY KEY, ref_id varchar(64) NOT NULL, ref_id_type varchar(64), otp varchar(8), generated_dtimes timestamp, expiry_dtimes timestamp,
  validation_retry_count smallint NOT NULL, status_code varchar(64) NOT NULL, lang_code varchar(3), cr_by varchar(256), cr_dtimes timestamp,
  upd_by varchar(256), upd_dtimes timestamp, is_deleted boolean DEFAULT false, del_dtimes timestamp);
CREATE INDEX ON otp.otp_transaction (ref_id);
-- Rewrite: one row a key.
CREATE TABLE otp.otp_lean (ref_id varchar(64) PRIMARY KEY, otp_hash varchar(64) NOT NULL, generated_dtimes timestamp NOT NULL, attempts smallint NOT NULL, frozen_dtimes timestamp);

CREATE TABLE audit.app_audit_log (
  log_id varchar(64) PRIMARY KEY, log_dtimes timestamp NOT NULL, log_desc varchar(2048), event_id varchar(64) NOT NULL, event_type varchar(64) NOT NULL,
  event_name varchar(128) NOT NULL, action_dtimes timestamp NOT NULL, host_name varchar(128) NOT NULL, host_ip varchar(256) NOT NULL, session_user_id varchar(256) NOT NULL,
  session_user_name varchar(128), app_id varchar(64) NOT NULL, app_name varchar(128) NOT NULL, module_id varchar(64), module_name varchar(128), ref_id varchar(64),
  ref_id_type varchar(64), cr_by varchar(256) NOT NULL);
-- Rewrite: a key that only grows.
CREATE TABLE audit.log_lean (LIKE audit.app_audit_log);
ALTER TABLE audit.log_lean DROP COLUMN log_id, ADD COLUMN log_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY;

CREATE TABLE keymgr.licensekey_list (license_key varchar(255) PRIMARY KEY, created_dtime timestamp, expiry_dtime timestamp, is_active boolean NOT NULL);
CREATE TABLE keymgr.tsp_licensekey_map (tsp_id varchar(36), license_key varchar(255), is_active boolean NOT NULL, PRIMARY KEY (tsp_id, license_key));
CREATE TABLE keymgr.licensekey_permission (license_key varchar(255) PRIMARY KEY, permission varchar(512), is_active boolean NOT NULL);
INSERT INTO keymgr.licensekey_list SELECT lpad(n::text, 16, 'K'), now(), '2099-01-01', true FROM generate_series(0, 99) n;
INSERT INTO keymgr.tsp_licensekey_map SELECT '4411', license_key, true FROM keymgr.licensekey_list;
INSERT INTO keymgr.licensekey_permission SELECT license_key, 'OTP Trigger,OTP Authentication', true FROM keymgr.licensekey_list;
-- Rewrite: one row a key.
CREATE TABLE keymgr.license_lean (license_key varchar(255) PRIMARY KEY, tsp_id varchar(36) NOT NULL, expiry_dtime timestamp NOT NULL, status smallint NOT NULL, permission varchar(512));
INSERT INTO keymgr.license_lean SELECT license_key, '4411', '2099-01-01', 1, 'OTP Trigger,OTP Authentication' FROM keymgr.licensekey_list;
