UPDATE kernel.uin_lean SET uin_status = 1, upd_by = 'regproc', upd_dtimes = now() WHERE uin = (SELECT uin FROM kernel.uin_lean WHERE uin_status = 0 LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING uin;
