\set machine 10000 + random(0, :machines - 1)
UPDATE regprc.rid_seq SET curr_seq_no = curr_seq_no % 99999 + 1, upd_dtimes = now() WHERE regcntr_id = '10001' AND machine_id = :machine::text RETURNING curr_seq_no;
