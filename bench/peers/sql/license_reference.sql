\set key random(0, 99)
SELECT tsp_id, license_key, is_active FROM keymgr.tsp_licensekey_map WHERE tsp_id = '4411' AND license_key = lpad(:key::text, 16, 'K');
SELECT license_key, created_dtime, expiry_dtime, is_active FROM keymgr.licensekey_list WHERE license_key = lpad(:key::text, 16, 'K');
SELECT license_key, permission, is_active FROM keymgr.licensekey_permission WHERE license_key = lpad(:key::text, 16, 'K');
