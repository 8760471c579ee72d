\set machine 10000 + random(0, :machines - 1)
BEGIN;
SELECT curr_seq_no AS last FROM regprc.rid_seq WHERE regcntr_id = '10001' AND machine_id = :machine::text \gset
UPDATE regprc.rid_seq SET curr_seq_no = :last % 99999 + 1, upd_by = 'SYSTEM', upd_dtimes = now() WHERE regcntr_id = '10001' AND machine_id = :machine::text;
COMMIT;
