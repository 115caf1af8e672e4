# results.json as a table for people.
def median: sort | if length == 0 then null elif length % 2 == 1 then .[length / 2 | floor]
  else (.[length / 2 - 1] + .[length / 2]) / 2 end;
def fixed($digits): . * pow(10; $digits) | round | tostring
  | if $digits == 0 then . else (if length <= $digits then "0" * ($digits + 1 - length) + . else . end)
    | .[:-$digits] + "." + .[-$digits:] end;
def number: if . >= 1000 then (fixed(0) | .[:-3] + "," + .[-3:]) elif . >= 100 then fixed(0) else fixed(1) end;
def pad($width): . + " " * ([$width - length, 0] | max);

.runs as $runs
| def of($measure; $contender; $field): [$runs[] | select(.measure == $measure and .contender == $contender) | .[$field]];
  # Each round's two runs were neighbours in time, so ratios are taken inside rounds.
  def ratios($measure; $bound; $field):
    [[of($measure; "ddd-micro"; $field), of($measure; $bound; $field)] | transpose[] | .[0] / .[1]];
  def ratio($measure; $bound; $field): ratios($measure; $bound; $field)
    | "\(median | fixed(2)) (\(min | fixed(2))-\(max | fixed(2)))";
  def alone($title; $measure; $field; $unit; $least; $aim): of($measure; "ddd-micro"; $field)
    | if length == 0 then empty else [$title, "\(median | number) \($unit)", "", "", $least, $aim] end;
  def rate($title; $measure; $bound; $least; $aim):
    [$title, "\(of($measure; "ddd-micro"; "per_second") | median | number)/s",
     "\($bound) \(of($measure; $bound; "per_second") | median | number)/s", ratio($measure; $bound; "per_second"), $least, $aim];
  def pair($title; $measure; $bound; $field; $unit):
    [$title, "\(of($measure; "ddd-micro"; $field) | median | number) \($unit)",
     "\($bound) \(of($measure; $bound; $field) | median | number) \($unit)", "", "", ""];
  # Of the same thing under two conditions.
  def condition($title; $measure; $without; $field; $unit; $least; $aim):
    [$title, "\(of($measure; "ddd-micro"; $field) | median | number) \($unit)",
     "\($without) \(of($measure; $without; $field) | median | number) \($unit)", ratio($measure; $without; $field), $least, $aim];
  def failures: [$runs[] | .failures // {} | to_entries[] | "\(.value) x \(.key)"];
  def leftovers: [$runs[] | .notices // {} | to_entries[] | .value] | add // 0;

  [["measure", "ddd-micro", "bound", "ratio (range)", "at least", "aim"],
   alone("start to ready, new folder"; "start_first"; "ms"; "ms"; "<= 1000"; "200"),
   alone("start to ready, again"; "start_second"; "ms"; "ms"; "<= 1000"; "200"),
   alone("resident memory, idle"; "memory_idle"; "mb"; "MB"; "<= 60"; "30"),
   alone("resident memory, after the load"; "memory_loaded"; "mb"; "MB"; "<= 200"; "80"),
   rate("GET /products/{id}, 64 connections"; "get"; "nginx"; ">= 0.80"; ">= 0.95"),
   pair("  processor time a request"; "get"; "nginx"; "cpu_us"; "us"),
   rate("list of 20 products, 64 connections"; "list"; "nginx"; ">= 0.80"; ">= 0.95"),
   pair("  processor time a request"; "list"; "nginx"; "cpu_us"; "us"),
   rate("gRPC GetProduct, 64 calls at once"; "grpc"; "grpc++"; ">= 0.80"; ">= 0.95"),
   pair("  processor time a call"; "grpc"; "grpc++"; "cpu_us"; "us"),
   rate("logins"; "login"; "argon2id"; ">= 0.90"; ">= 0.97"),
   rate("whole purchases, 32 clients"; "purchase"; "sqlite"; "report"; ">= 0.5"),
   pair("  p50"; "purchase"; "sqlite"; "p50_ms"; "ms"),
   pair("  p99"; "purchase"; "sqlite"; "p99_ms"; "ms"),
   condition("p99 of GET at half load, with logins"; "get_beside"; "no logins"; "p99_ms"; "ms"; "<= 2.0"; "<= 1.3"),
   alone("search in 100,000 products, 16 clients: p99"; "search"; "p99_ms"; "ms"; "<= 50"; "20"),
   alone("  p50"; "search"; "p50_ms"; "ms"; ""; ""),
   alone("simulated purchases, per CPU second"; "simulation"; "per_second"; ""; "report"; ">= 5000"),
   alone("build of ./run, without ccache"; "build_release"; "seconds"; "s"; ""; ""),
   alone("build of ./test, without ccache"; "build_asan"; "seconds"; "s"; "<= 720"; "360")] as $rows
  | ([range(6)] | map(. as $i | [$rows[][$i] | length] | max)) as $widths
  | ($rows[] | [to_entries[] | .key as $column | .value | pad($widths[$column])] | join("  ") | sub(" +$"; "")),
    "",
    (.machine | "\(.cpu), \(.processors) processors, \(.memory_gib) GiB; \(.kernel); \(.compiler); \(.nginx)",
     "commit \(.commit); a synced write of 4 KiB takes \(.sync_write_us) us here; medians of \([$runs[].round] | max) rounds",
     if .load_before > 0.5 then "NOTE: the machine was busy (load \(.load_before) before the run): these figures are disturbed." else empty end),
    if (failures | length) > 0 then "NOTE: failed requests: \(failures | join(", "))" else empty end,
    if leftovers > 0 then "NOTE: \(leftovers) purchases found the earlier one still in their basket." else empty end
