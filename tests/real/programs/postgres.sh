#!/bin/sh
# PostgreSQL: a new cluster, and a server for one user, which reads statements from its standard input.
# needs: setpriv
set -eu
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1)
[ -x "$bin/postgres" ] || exit 77
# It does not run as root, and nobody may not be let into this directory, or the one for temporary files.
cluster=$(mktemp -d /tmp/fdwarden-postgres.XXXXXX)
trap 'cd / && rm -rf "$cluster"' EXIT
as=
if [ "$(id -u)" = 0 ]; then
	as='setpriv --reuid=nobody --regid=nogroup --clear-groups'
	chown nobody:nogroup "$cluster"
fi
cd "$cluster"
export LC_ALL=C
$as "$bin/initdb" -D data -A trust -N >/dev/null
single() { $as "$bin/postgres" --single -D data -c fsync=off postgres 2>log; }
single <<'END' >/dev/null
create table numbers as select i, i * i as square from generate_series(1, 1000) i
create index on numbers (square)
update numbers set square = square + 1 where i % 2 = 0
checkpoint
END
echo 'select count(*) as n, max(square) as most from numbers' | single | grep '1000001'
