BEGIN;
SELECT uin, cr_by, cr_dtimes, del_dtimes, is_deleted, upd_by, upd_dtimes, uin_status FROM kernel.uin WHERE uin_status = 'UNUSED' LIMIT 1 FOR UPDATE \gset
UPDATE kernel.uin SET uin_status = 'ISSUED', upd_by = 'regproc', upd_dtimes = now() WHERE uin = :uin;
COMMIT;
