\set key random(0, 1000000000000)
\set code random(0, 999999)
BEGIN;
SELECT id, status_code, upd_dtimes FROM otp.otp_transaction WHERE ref_id = lpad(:key::text, 64, '0') ORDER BY generated_dtimes DESC LIMIT 1;
DELETE FROM otp.otp_transaction WHERE ref_id = lpad(:key::text, 64, '0');
INSERT INTO otp.otp_transaction (id, ref_id, generated_dtimes, validation_retry_count, status_code, cr_by, cr_dtimes, upd_dtimes)
  VALUES (lpad(:key::text || :code::text, 64, '0'), lpad(:key::text, 64, '0'), now(), 0, 'OTP_UNUSED', 'SYSTEM', now(), now());
COMMIT;
BEGIN;
SELECT id, validation_retry_count, status_code, generated_dtimes, upd_dtimes FROM otp.otp_transaction WHERE ref_id = lpad(:key::text, 64, '0') ORDER BY generated_dtimes DESC LIMIT 1;
UPDATE otp.otp_transaction SET validation_retry_count = validation_retry_count + 1, upd_dtimes = now() WHERE ref_id = lpad(:key::text, 64, '0');
DELETE FROM otp.otp_transaction WHERE id = lpad(:key::text || :code::text, 64, '0');
COMMIT;
