"""Compares what the product's stations give with SimPy and Ciw, on the models of models.json.

usage: compare.py PRODUCT.json        (written by `swift test --filter PeerModelTests` with SKYDRILL_PEERS=PRODUCT.json)
       compare.py --peers FILE        writes what SimPy gives in the product's form, to try this script without a build

Each measure of ten independent runs is compared by Welch's t at 99.9 % a comparison, which is 99 % over all of them;
p99 has one percent more for the width of the product's histogram. Status 1 when a measure differs.
"""
import json
import pathlib
import random
import sys

import ciw
import simpy

MODELS = json.loads((pathlib.Path(__file__).parent / "models.json").read_text())
# The 99.95 % quantile of Student's t with 18 degrees of freedom.
QUANTILE = 3.92


def p99(values):
    values = sorted(values)
    return values[max(0, -(-len(values) * 99 // 100) - 1)]


def measured(times, offered, lost=0, hits=0, reads=0):
    return {"mean": sum(times) / len(times), "p99": p99(times), "lost": lost / offered,
            "hits": hits / reads if reads else 0}


def arrivals(env, chance, rate, customer):
    """Poisson arrivals until the end of the run; who came before it is served to the end."""
    number = 0
    while True:
        yield env.timeout(chance.expovariate(rate))
        if env.now >= MODELS["seconds"]:
            return
        env.process(customer(number))
        number += 1


def use(env, station, span):
    with station.request() as turn:
        yield turn
        yield env.timeout(span)


def simpy_retries(seed, travel):
    """M/M/c whose clients give up and come once more; the work that they left is done all the same."""
    model, chance, env = MODELS["retries"], random.Random(seed), simpy.Environment()
    station, times, counts = simpy.Resource(env, model["servers"]), [], {"offered": 0, "lost": 0}

    def attempt(first, again):
        came = env.now
        yield from use(env, station, chance.expovariate(1 / model["cpu"]))
        if env.now - came + travel["retries"] <= model["timeout"]:
            times.append(env.now - first + travel["retries"])
        elif not again:
            counts["lost"] += 1

    def client(number):
        first = env.now
        counts["offered"] += 1
        one = env.process(attempt(first, True))
        # An answer would have had to leave by then.
        yield one | env.timeout(model["timeout"] - travel["retries"])
        if not one.processed:
            yield env.timeout(travel["retries"] + model["delay"])
            yield env.process(attempt(first, False))

    env.process(arrivals(env, chance, model["rate"], client))
    env.run()
    return measured(times, counts["offered"], counts["lost"])


def simpy_tandem(seed, travel):
    model, chance, env = MODELS["tandem"], random.Random(seed), simpy.Environment()
    machines = [simpy.Resource(env, model["servers"]) for _ in range(model["machines"])]
    database, times = simpy.Resource(env, model["databaseServers"]), []

    def client(number):
        first = env.now
        yield from use(env, machines[number % len(machines)], chance.expovariate(1 / model["cpu"]))
        yield from use(env, database, chance.expovariate(1 / model["query"]))
        times.append(env.now - first + travel["tandem"])

    env.process(arrivals(env, chance, model["rate"], client))
    env.run()
    return measured(times, len(times))


def simpy_cache(seed, travel):
    """Cache-aside: an entry dies its time after the answer that filled it; all keys have room."""
    model, chance, env = MODELS["cache"], random.Random(seed), simpy.Environment()
    machine, database = simpy.Resource(env, model["servers"]), simpy.Resource(env, model["databaseServers"])
    weights = [1 / (rank + 1) ** model["skew"] for rank in range(model["keys"])]
    dies, times, hits = {}, [], [0]

    def client(number):
        first, key = env.now, chance.choices(range(model["keys"]), weights)[0]
        yield from use(env, machine, model["cpu"])
        extra = travel["asked"]
        if dies.get(key, 0) > env.now:
            hits[0] += 1
        else:
            yield from use(env, database, chance.expovariate(1 / model["query"]))
            dies[key] = env.now + model["ttl"]
            extra += travel["cache"] - travel["direct"]
        times.append(env.now - first + extra)

    env.process(arrivals(env, chance, model["rate"], client))
    env.run()
    return measured(times, len(times), hits=hits[0], reads=len(times))


def ciw_tandem(seed, travel):
    """The tandem again: a node without work hands the requests to the machines in turn."""
    model = MODELS["tandem"]
    machines, database = model["machines"], model["machines"] + 2
    ciw.seed(seed)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(model["rate"])] + [None] * (machines + 1),
        service_distributions=[ciw.dists.Deterministic(0)]
        + [ciw.dists.Exponential(1 / model["cpu"])] * machines + [ciw.dists.Exponential(1 / model["query"])],
        number_of_servers=[float("inf")] + [model["servers"]] * machines + [model["databaseServers"]],
        routing=ciw.routing.NetworkRouting(
            routers=[ciw.routing.Cycle(cycle=list(range(2, machines + 2)))]
            + [ciw.routing.Direct(to=database)] * machines + [ciw.routing.Leave()]))
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(MODELS["seconds"] + 30)
    first, last = {}, {}
    for record in simulation.get_all_records():
        if record.node == 1:
            first[record.id_number] = record.arrival_date
        elif record.node == database:
            last[record.id_number] = record.exit_date
    times = [last[who] - came + travel["tandem"] for who, came in first.items()
             if came < MODELS["seconds"] and who in last]
    return measured(times, len(times))


PEERS = [("SimPy", "retries", simpy_retries, ["mean", "p99", "lost"]), ("SimPy", "tandem", simpy_tandem, ["mean", "p99"]),
         ("Ciw", "tandem", ciw_tandem, ["mean", "p99"]), ("SimPy", "cache", simpy_cache, ["mean", "p99", "hits"])]


def moments(values):
    mean = sum(values) / len(values)
    return mean, sum((value - mean) ** 2 for value in values) / (len(values) - 1) / len(values)


def compare(product):
    different = 0
    for peer, model, run, measures in PEERS:
        theirs = [run(seed, product["travel"]) for seed in range(1, MODELS["runs"] + 1)]
        for measure in measures:
            ours, our_error = moments([row[measure] for row in product["runs"][model]])
            other, other_error = moments([row[measure] for row in theirs])
            limit = QUANTILE * (our_error + other_error) ** 0.5 + (0.01 * other if measure == "p99" else 0)
            same = abs(ours - other) <= limit
            different += not same
            print(f"{'same     ' if same else 'DIFFERENT'} {model:8} {measure:5} "
                  f"product {ours:.5f}  {peer} {other:.5f}  within {limit:.5f}")
    return 1 if different else 0


def main():
    if sys.argv[1:2] == ["--peers"] and len(sys.argv) == 3:
        travel = {"retries": 0.01, "tandem": 0.01, "cache": 0.012, "direct": 0.01, "asked": 0.0102}
        runs = {model: [run(seed, travel) for seed in range(101, 101 + MODELS["runs"])]
                for peer, model, run, _ in PEERS if peer == "SimPy"}
        pathlib.Path(sys.argv[2]).write_text(json.dumps({"travel": travel, "runs": runs}))
        return 0
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    return compare(json.loads(pathlib.Path(sys.argv[1]).read_text()))


if __name__ == "__main__":
    sys.exit(main())
