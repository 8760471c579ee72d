\set key random(0, 99)
SELECT permission FROM keymgr.license_lean WHERE license_key = lpad(:key::text, 16, 'K') AND tsp_id = '4411' AND status = 1 AND expiry_dtime > now();
