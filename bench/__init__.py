"""What is measured, against whom. `make bench` prints every figure as `name: value`.

Each subject is a process of its own, and what counts is the CPU time of that process alone; the
stand-in for Telegram is another process, on loopback. Rounds take turns (ours, PTB's default
client, bare aiohttp, ours, …), and a figure is the median of its rounds.

`nudges_per_cpu_s`           people asked in a CPU second of a worker: due row → claim → question →
                             PTB → Telegram → back in the database. Aim: at least 1,000.
`nudges_vs_ptb_default`      that, by what PTB's default client sends. Aim: at least 4.
`nudges_vs_bare_aiohttp`     that, by what a bare aiohttp loop sends. Aim: at least 0.25.
`idle_memory_ratio_100k`     memory of an idle worker over 100,000 people, by one over none. Aim:
                             at most 1.2.
`nudges_per_cpu_s_postgresql`  the first figure over PostgreSQL, where this machine has one.
"""
