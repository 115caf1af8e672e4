# Sourced by bench/run: starts and stops the contenders, and reads what they take. Expects $root and, from bench/run's options,
# $seconds and $accounts; $scratch is the folder of the run.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154  # what is set there is used here, and the other way round
: "${root:?}"

programs=$root/build/release/bench
shop_program=$root/build/release/apps/ddd-micro/ddd-micro
simulate_program=$root/build/release/apps/simulate/ddd-simulate
shop_options=()
product=/api/v1/products/1
product_list='/api/v1/products?limit=20'
grpc_method=/ddd.product.v1.ProductService/GetProduct
started=()
shop='' shop_port='' grpc_port='' echo='' echo_port='' nginx='' nginx_port='' nginx_worker=''

clean_up() {
  local pid
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait
  rm -rf "$scratch"
}

# stop PID: and waits until it is gone.
stop() {
  kill "$1"
  wait "$1" || true
  forget "$1"
}

# forget PID: of one that has ended.
forget() {
  local pid kept=()
  for pid in "${started[@]}"; do [[ $pid == "$1" ]] || kept+=("$pid"); done
  started=("${kept[@]}")
}

# The contenders of a GET have one processor, the generator has another; all else runs anywhere.
choose_processors() {
  local cpus
  all_cpus=$(taskset -cp $$ | sed 's/.*: //')
  mapfile -t cpus < <(tr , '\n' <<<"$all_cpus" | awk -F- '{ for (i = $1; i <= ($2 == "" ? $1 : $2); ++i) print i }')
  server_cpu=${cpus[0]}
  load_cpu=${cpus[-1]}
}

# Below the range that the system gives to outgoing connections.
free_port() {
  local port
  while true; do
    port=$((10000 + RANDOM % 20000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  printf '%s\n' "$port"
}

milliseconds_since() { awk -v a="$1" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f\n", (b - a) * 1000 }'; }

# The shop's defaults but for free ports, and for limits that a load from one address, or a busy machine, would run into.
read_shop_options() {
  mapfile -t shop_options < <("$shop_program" --print-config | awk '
    function set(value) { print "--set"; print section "." $1 "=" value }
    /^\[/ { gsub(/[][]/, ""); section = $0 }
    $1 ~ /port$/ && section "." $1 != "server.port" && $1 != "product_grpc_port" { set(0) }
    section == "limits" && ($1 == "requests_per_second" || $1 == "logins_per_minute") { set(1000000) }
    section == "limits" && $1 == "queue_time" { set("0ms") }')
}

# start_shop FOLDER: returns when it is ready.
start_shop() {
  shop_port=$(free_port) grpc_port=$(free_port)
  "$shop_program" --demo --data "$1" --port "$shop_port" --set "server.product_grpc_port=$grpc_port" "${shop_options[@]}" \
    2>"$scratch/shop.log" &
  shop=$!
  started+=("$shop")
  "$programs/bench_load" --port "$shop_port" --seconds 20 ready ||
    die "ddd-micro did not start: $(tail -n 3 "$scratch/shop.log")"
}

# Two folders with the same demo data: one for the shop, one for the yardstick; and a third to compare with.
prepare_folders() {
  local folder
  start_shop "$scratch/seed"
  stop "$shop"
  for folder in data bare; do cp -a "$scratch/seed" "$scratch/$folder"; done
}

load_shop() { "$programs/bench_load" --port "$shop_port" --accounts "$scratch/accounts" --seconds "$seconds" "$@"; }

# start_echo: grpc++'s bare server, which answers with the message that the shop answers with.
start_echo() {
  echo_port=$(free_port)
  # The message GetProductRequest{id: 1}, with gRPC's five bytes before it: not compressed, two bytes long.
  printf '\0\0\0\0\2\10\1' >"$scratch/request"
  curl -fsS --http2-prior-knowledge -H 'content-type: application/grpc' -H 'te: trailers' --data-binary "@$scratch/request" \
    "http://127.0.0.1:$grpc_port$grpc_method" | tail -c +6 >"$scratch/reply"
  [[ -s $scratch/reply ]] || die "ddd-micro does not answer over gRPC."
  taskset -c "$server_cpu" "$programs/bare_grpc_echo" "$echo_port" "$scratch/reply" &
  echo=$!
  started+=("$echo")
  until (exec 3<>"/dev/tcp/127.0.0.1/$echo_port") 2>/dev/null; do
    kill -0 "$echo" 2>/dev/null || die "the bare gRPC server did not start."
    sleep 0.05
  done
}

# start_nginx BODY: one worker that serves a file of the body's bytes with the shop's headers.
start_nginx() {
  local folder=$scratch/nginx user=''
  ((EUID != 0)) || user='user root;'
  nginx_port=$(free_port)
  mkdir -p "$folder/www"
  printf '%s' "$1" >"$folder/www/product"
  cat >"$folder/nginx.conf" <<EOF
$user
worker_processes 1;
daemon off;
pid $folder/pid;
error_log $folder/error.log;
events { worker_connections 512; }
http {
  access_log off;
  open_file_cache max=16;
  keepalive_requests 1000000000;
  keepalive_timeout 600s;
  default_type application/json;
  client_body_temp_path $folder/body;
  proxy_temp_path $folder/proxy;
  fastcgi_temp_path $folder/fastcgi;
  uwsgi_temp_path $folder/uwsgi;
  scgi_temp_path $folder/scgi;
  server {
    listen 127.0.0.1:$nginx_port;
    root $folder/www;
    add_header X-Request-Id j86gbc8r2000000;
    add_header X-Content-Type-Options nosniff;
    add_header Cache-Control no-store;
  }
}
EOF
  PATH=$PATH:/usr/sbin taskset -c "$server_cpu" nginx -e "$folder/error.log" -c "$folder/nginx.conf" &
  nginx=$!
  started+=("$nginx")
  until (exec 3<>"/dev/tcp/127.0.0.1/$nginx_port") 2>/dev/null; do
    kill -0 "$nginx" 2>/dev/null || die "nginx did not start: $(tail -n 3 "$folder/error.log")"
    sleep 0.05
  done
  curl -fsS -o "$scratch/served" "http://127.0.0.1:$nginx_port/product"
  cmp -s "$scratch/served" "$folder/www/product" || die "nginx does not serve the file."
  nginx_worker=$(cut -d' ' -f1 "/proc/$nginx/task/$nginx/children")
}

# Processor time of a process so far.
cpu_ms() { awk -v hz="$(getconf CLK_TCK)" '{ sub(/.*\) /, ""); print int(($12 + $13) * 1000 / hz) }' "/proc/$1/stat"; }

# Resident megabytes of a process.
memory_of() { awk '/^VmRSS/ { printf "%.1f\n", $2 / 1024 }' "/proc/$1/status"; }

# rows_of FOLDER: the number of rows of each table that a purchase writes to.
rows_of() {
  local file table
  for file in basket product payment sandbox bus; do
    sqlite3 "$1/$file.db" "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
      AND name NOT LIKE 'product_search%' AND name NOT IN ('baskets', 'demanding_baskets', 'topics', 'group_offsets') ORDER BY name" |
      while read -r table; do
        printf '%s.%s %s\n' "$file" "$table" "$(sqlite3 "$1/$file.db" "SELECT count(*) FROM \"$table\"")"
      done
  done
}

# rows_per_purchase BEFORE AFTER: how many rows of each table a purchase added, of two outputs of rows_of.
rows_per_purchase() {
  join <(sort "$1") <(sort "$2") |
    awk '{ added[$1] = $3 - $2 } END { n = added["payment.payments"]
      if (n > 0) for (table in added) { rows = added[table] / n; if (rows >= 0.05) printf "%s %.1f\n", table, rows } }' | sort
}

# What a write of 4 KiB into a file of that size takes until it is on disk.
sync_us() {
  dd if=/dev/zero of="$scratch/sync" bs=4k count=500 conv=fsync 2>"$scratch/dd.log"
  dd if=/dev/zero of="$scratch/sync" bs=4k count=500 conv=notrunc oflag=dsync 2>&1 |
    awk -F, '/copied/ { printf "%.0f\n", $(NF - 1) * 1e6 / 500 }'
}

describe_machine() {
  local model
  model=$(awk -F': ' '/^model name/ { print $2; exit }' /proc/cpuinfo)
  jq -n --arg cpu "$model" --argjson processors "$(nproc)" --arg kernel "$(uname -sr)" \
    --arg compiler "$(clang++-19 --version | head -n 1)" --argjson sync "$(sync_us)" --arg load "${busy_before:?}" \
    --arg commit "$(git -C "$root" describe --always --dirty --abbrev=12 2>/dev/null || echo unknown)" \
    --arg nginx "$(PATH=$PATH:/usr/sbin nginx -v 2>&1 | sed 's/.*: //')" --argjson memory \
    "$(awk '/^MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo)" \
    '{cpu: $cpu, processors: $processors, memory_gib: $memory, kernel: $kernel, compiler: $compiler, nginx: $nginx,
      commit: $commit, sync_write_us: $sync, load_before: ($load | tonumber)}'
}
