\set machine 10000 + random(0, :machines - 1)
SELECT nextval(('regprc.rid_10001_' || :machine)::regclass), now();
