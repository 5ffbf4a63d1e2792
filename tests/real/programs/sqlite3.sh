#!/bin/sh
# Rollback journals, a write-ahead log, vacuum, backup, two databases at once.
# needs: sqlite3
set -eu

many='WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<2000) INSERT INTO t SELECT i, hex(i*i) FROM n;'
for mode in DELETE TRUNCATE PERSIST WAL; do
	sqlite3 $mode.db <<END
PRAGMA journal_mode=$mode;
CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT);
BEGIN; $many COMMIT;
BEGIN; DELETE FROM t WHERE a % 2; ROLLBACK;
CREATE INDEX i ON t(b);
UPDATE t SET b = b || 'x' WHERE a < 500;
SELECT count(*), max(b) FROM t;
DELETE FROM t WHERE a > 1000;
VACUUM;
PRAGMA integrity_check;
END
	for i in 1 2 3; do sqlite3 $mode.db "INSERT INTO t(b) VALUES ('$i'); SELECT count(*) FROM t"; done
done
sqlite3 DELETE.db <<'END'
ATTACH 'WAL.db' AS w;
SELECT count(*) FROM t JOIN w.t AS u USING (a);
CREATE TEMP TABLE x AS SELECT * FROM t ORDER BY b DESC;
SELECT count(*) FROM x;
.backup copy.db
.output dump.sql
.dump
.output
DETACH w;
END
cksum <dump.sql
sqlite3 new.db <dump.sql
sqlite3 new.db '.tables' 'SELECT sum(a) FROM t'
(echo 'BEGIN EXCLUSIVE; SELECT 1;'; sleep 0.2) | sqlite3 new.db &
sleep 0.1
sqlite3 -cmd '.timeout 2000' new.db 'INSERT INTO t(b) VALUES (1)'
wait
sqlite3 new.db 'SELECT nonsense' 2>&1 || echo "status $?"
printf 'a,b\n1,2\n3,4\n' >in.csv
sqlite3 :memory: '.mode csv' '.import in.csv c' 'SELECT sum(a) FROM c' '.once out.csv' 'SELECT * FROM c'
cat out.csv
