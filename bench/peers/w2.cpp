// Workload W2 by hand: random arrivals at 200 a second, in turn to four servers, then by chance to one of two stations of four
// servers; every server takes 1/60 s on average. Usage: w2 CUSTOMERS SEED
#include "loop.hpp"

struct Customer {
  uint64_t came;
  int32_t next;
};

int main(int count, char** words) {
  const uint64_t customers = count > 1 ? std::strtoull(words[1], nullptr, 10) : 1'000'000;
  const uint64_t seed = count > 2 ? std::strtoull(words[2], nullptr, 10) : 1;
  const double begun = loop::seconds();
  const double between = 1e9 / 200, service = 1e9 / 60;
  loop::Random random(seed);
  loop::Agenda agenda;
  loop::Pool<Customer> pool;
  loop::Line servers[4], stations[2];
  int busy[2] = {0, 0};
  loop::Histogram sojourn;
  uint64_t arrived = 0, events = 0, answered = 0;
  auto span = [&](double mean) { return static_cast<uint64_t>(mean * random.exponential()); };

  // What ends stands in the lower three bits: 0 an arrival, 1 a server (its number in the two bits above), 2 and 3 a station.
  if (customers > 0) agenda.add(span(between), 0);
  while (!agenda.empty()) {
    const auto event = agenda.next();
    const uint64_t now = event.at;
    const uint32_t payload = event.payload(), kind = payload & 7;
    events++;
    if (kind == 0) {
      const int32_t customer = pool.take();
      pool[customer].came = now;
      const uint32_t server = arrived & 3;
      servers[server].append(pool, customer);
      if (servers[server].length == 1) agenda.add(now + span(service), server << 3 | 1);
      if (++arrived < customers) agenda.add(now + span(between), 0);
    } else if (kind == 1) {
      const uint32_t server = payload >> 3;
      const int32_t customer = servers[server].takeFirst(pool);
      if (servers[server].length > 0) agenda.add(now + span(service), payload);
      const uint32_t station = random.bits() >> 63;
      if (busy[station] < 4) {
        busy[station]++;
        agenda.add(now + span(service), static_cast<uint32_t>(customer) << 3 | (2 + station));
      } else {
        stations[station].append(pool, customer);
      }
    } else {
      const uint32_t station = kind - 2;
      const int32_t customer = static_cast<int32_t>(payload >> 3);
      sojourn.record(now - pool[customer].came);
      pool.give(customer);
      answered++;
      if (stations[station].length > 0) {
        const int32_t following = stations[station].takeFirst(pool);
        agenda.add(now + span(service), static_cast<uint32_t>(following) << 3 | kind);
      } else {
        busy[station]--;
      }
    }
  }
  const double time = loop::seconds() - begun;
  std::printf("w2 customers=%llu events=%llu mean=%.5f p99=%.5f rate=%.4f\n", (unsigned long long)answered,
              (unsigned long long)events, sojourn.mean(), sojourn.quantile(0.99), answered / time / 1e6);
}
