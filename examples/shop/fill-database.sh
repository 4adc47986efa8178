#!/bin/sh
# Fills the database inside its container: fill-database.sh SCALE TRANSACTIONS. Writes a line for each thing it made.
set -eu
scale=$1 transactions=$2
PATH=$(echo /usr/lib/postgresql/*/bin):$PATH
sql() { psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 "$@"; }

createdb bank
pgbench --initialize --quiet --scale "$scale" bank 2>/dev/null
pgbench --no-vacuum --client 2 --transactions $((transactions / 2)) bank >/dev/null 2>&1

sql bank >/dev/null <<'END'
CREATE TYPE state AS ENUM ('open', 'paid', 'sent');
CREATE TABLE orders (
  id bigserial PRIMARY KEY,
  customer text NOT NULL,
  state state NOT NULL,
  total numeric(12, 2) NOT NULL,
  basket jsonb NOT NULL,
  scan bytea,
  placed timestamptz NOT NULL
);
INSERT INTO orders (customer, state, total, basket, scan, placed)
SELECT 'Kundin №' || n || ' 茶' || chr(128000 + n % 50), (enum_range(NULL::state))[1 + n % 3], n * 1.07,
       jsonb_build_object('sku', md5(n::text), 'quantity', n % 9 + 1),
       CASE WHEN n % 10 = 0 THEN decode(repeat(md5('scan' || n), 200), 'hex') END, timestamptz '2026-01-01 00:00:00Z' + n * interval '97 s'
FROM generate_series(1, 10000) n;
CREATE INDEX ON orders USING gin (basket);
CREATE VIEW open_orders AS SELECT * FROM orders WHERE state = 'open';
SELECT lo_from_bytea(4711, decode(repeat(md5('letter'), 50000), 'hex'));
CHECKPOINT;
END

echo "$(sql bank -c "select to_char(count(*), 'FM999,999,999') from pgbench_accounts") accounts," \
  "$(sql bank -c "select to_char(count(*), 'FM999,999,999') from pgbench_history") transfers between them," \
  "$(sql bank -c "select to_char(count(*), 'FM999,999,999') from orders") orders, a large object"
