INSERT INTO kernel.uin_issued SELECT uin, 1, 'regproc', now() FROM kernel.uin_pool WHERE place = (SELECT nextval('kernel.uin_place')) RETURNING uin;
