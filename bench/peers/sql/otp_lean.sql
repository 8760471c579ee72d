\set key random(0, 1000000000000)
\set code random(0, 999999)
INSERT INTO otp.otp_lean VALUES (lpad(:key::text, 64, '0'), lpad(:code::text, 64, '0'), now(), 0, NULL)
  ON CONFLICT (ref_id) DO UPDATE SET otp_hash = excluded.otp_hash, generated_dtimes = now() WHERE otp.otp_lean.frozen_dtimes IS NULL;
DELETE FROM otp.otp_lean WHERE ref_id = lpad(:key::text, 64, '0') AND otp_hash = lpad(:code::text, 64, '0') AND attempts < 10 AND frozen_dtimes IS NULL
  AND generated_dtimes > now() - interval '180 s' RETURNING ref_id;
