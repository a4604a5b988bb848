// The flagship experiment wired by hand: what one core can do when nothing is general. Usage: flagship SEED
//
// 500 requests a second for 30 simulated minutes: the way to the cloud, a load balancer's node by zone, the machines in service in
// turn, a queue before two vCPUs with a backlog, a cache that forgets what was used longest ago under Zipf keys, a queue before
// the database's vCPUs, one retry over another zone; one of three zones has no power from minute 10 to 25.
#include "loop.hpp"

namespace {

constexpr uint64_t ms = 1'000'000, second = 1'000 * ms;
constexpr uint64_t horizon = 1'800 * second, way = 10 * ms, hop = ms / 2, timeout = 3 * second;
constexpr int zones = 3, machinesPerZone = 2, machines = zones * machinesPerZone, vcpus = 2, backlog = 512;
constexpr int databaseCPUs = 4;
constexpr uint32_t keys = 20'000, cached = 4'000;
constexpr double rate = 500;

enum Kind : uint32_t { arrives, enters, worked, queried, retries, checks, breaks, heals };
enum Outcome { answered, zoneDown, noTarget, overloaded, late, outcomes };

struct Request {
  uint64_t start;
  uint32_t key;
  int32_t next;
  int16_t machine;
  uint8_t tries, zone;
  bool writes;
};

struct Station {
  loop::Line waiting;
  int busy = 0;
};

/// Keys by the time of their last use.
class Cache {
public:
  Cache() : before_(keys, -1), after_(keys, -1), held_(keys, false) {}

  bool get(uint32_t key) {
    if (!held_[key]) return false;
    if (static_cast<int32_t>(key) != newest_) {
      unlink(key);
      pushFront(key);
    }
    return true;
  }

  void put(uint32_t key) {
    if (held_[key]) return;
    if (count_ == cached) {
      held_[oldest_] = false;
      unlink(oldest_);
    } else {
      count_++;
    }
    held_[key] = true;
    pushFront(key);
  }

private:
  void unlink(uint32_t key) {
    const int32_t before = before_[key], after = after_[key];
    (before >= 0 ? after_[before] : newest_) = after;
    (after >= 0 ? before_[after] : oldest_) = before;
  }
  void pushFront(uint32_t key) {
    before_[key] = -1;
    after_[key] = newest_;
    if (newest_ >= 0) before_[newest_] = key;
    newest_ = key;
    if (oldest_ < 0) oldest_ = key;
  }

  std::vector<int32_t> before_, after_;
  std::vector<char> held_;
  int32_t newest_ = -1, oldest_ = -1;
  uint32_t count_ = 0;
};

/// Keys by Zipf's law of exponent 0.9: Walker's alias table as Vose fills it.
class Popularity {
public:
  Popularity() : share_(keys), other_(keys) {
    std::vector<double> weight(keys);
    double sum = 0;
    for (uint32_t i = 0; i < keys; i++) sum += weight[i] = std::pow(i + 1, -0.9);
    std::vector<uint32_t> few, many;
    for (uint32_t i = 0; i < keys; i++) {
      weight[i] *= keys / sum;
      (weight[i] < 1 ? few : many).push_back(i);
    }
    while (!few.empty() && !many.empty()) {
      const uint32_t small = few.back(), large = many.back();
      few.pop_back();
      share_[small] = static_cast<float>(weight[small]);
      other_[small] = large;
      weight[large] -= 1 - weight[small];
      if (weight[large] < 1) {
        many.pop_back();
        few.push_back(large);
      }
    }
    for (uint32_t i : few) share_[i] = 1;
    for (uint32_t i : many) share_[i] = 1;
  }

  uint32_t choose(uint64_t bits) const {
    const uint32_t key = static_cast<uint32_t>((bits >> 32) * keys >> 32);
    return static_cast<float>(bits & 0xFFFFFF) * 0x1p-24f < share_[key] ? key : other_[key];
  }

private:
  std::vector<float> share_;
  std::vector<uint32_t> other_;
};

class Flagship {
public:
  explicit Flagship(uint64_t seed) : random_(seed) {}

  void run() {
    const double begun = loop::seconds();
    add(span(second / rate), arrives);
    for (int machine = 0; machine < machines; machine++) add(10 * second * machine / machines, checks, machine);
    add(600 * second, breaks, 0);
    add(1'500 * second, heals, 0);
    while (!agenda_.empty()) {
      const auto event = agenda_.next();
      events_++;
      happen(static_cast<Kind>(event.payload() & 7), event.payload() >> 3, event.at);
    }
    const double time = loop::seconds() - begun;
    uint64_t ended = 0;
    for (uint64_t count : count_) ended += count;
    std::printf("flagship requests=%llu events=%llu answered=%.5f p50=%.4f p99=%.4f zone=%llu none=%llu overload=%llu late=%llu "
                "conserved=%d rate=%.4f\n",
                (unsigned long long)offered_, (unsigned long long)events_, double(count_[answered]) / offered_,
                latency_.quantile(0.5), latency_.quantile(0.99), (unsigned long long)count_[zoneDown],
                (unsigned long long)count_[noTarget], (unsigned long long)count_[overloaded],
                (unsigned long long)count_[late], ended == offered_, offered_ / time / 1e6);
  }

private:
  void add(uint64_t at, Kind kind, uint32_t what = 0) { agenda_.add(at, what << 3 | kind); }
  uint64_t span(double mean) { return static_cast<uint64_t>(mean * random_.exponential()); }

  void happen(Kind kind, uint32_t what, uint64_t now) {
    switch (kind) {
    case arrives: return arrive(now);
    case enters: return enter(what, now);
    case worked: return finishWork(what, now);
    case queried: return finishQuery(what, now);
    case retries:
      requests_[what].zone = (requests_[what].zone + 1) % zones;
      return add(now + way, enters, what);
    case checks:
      if (now >= horizon) return;
      failures_[what] = hasPower_[what] ? 0 : failures_[what] + 1;
      if (failures_[what] == 0) inService_[what] = true;
      if (failures_[what] >= 2) inService_[what] = false;
      return add(now + 10 * second, checks, what);
    case breaks: return setPower(what, false);
    case heals: return setPower(what, true);
    }
  }

  void arrive(uint64_t now) {
    if (now >= horizon) return;
    const int32_t index = requests_.take();
    const uint64_t bits = random_.bits();
    Request& request = requests_[index];
    request = Request{.start = now, .key = popularity_.choose(bits), .next = -1, .machine = -1, .tries = 0,
                      .zone = static_cast<uint8_t>((bits >> 32 & 0xFFF) % zones), .writes = (bits >> 24 & 0xFF) < 26};
    offered_++;
    perMinute_[now / (60 * second)]++;
    add(now + way, enters, index);
    add(now + span(second / rate), arrives);
  }

  void enter(int32_t index, uint64_t now) {
    Request& request = requests_[index];
    if (!zonePower_[request.zone]) return end(index, now + timeout, zoneDown);
    int chosen = -1;
    for (int tried = 0; tried < machines && chosen < 0; tried++) {
      turn_ = turn_ + 1 == machines ? 0 : turn_ + 1;
      if (inService_[turn_]) chosen = turn_;
    }
    if (chosen < 0) return end(index, now, noTarget);
    if (!hasPower_[chosen]) return end(index, now + timeout, zoneDown);
    request.machine = static_cast<int16_t>(chosen);
    Station& station = cpus_[chosen];
    if (station.busy < vcpus) {
      station.busy++;
      add(now + hop + span(10 * ms), worked, index);
    } else if (station.waiting.length < backlog) {
      station.waiting.append(requests_, index);
    } else {
      end(index, now, overloaded);
    }
  }

  void finishWork(int32_t index, uint64_t now) {
    Request& request = requests_[index];
    Station& station = cpus_[request.machine];
    if (!hasPower_[request.machine]) {
      end(index, now, zoneDown);
    } else if (!request.writes && cache_.get(request.key)) {
      end(index, now + 2 * hop, answered);
    } else if (database_.busy < databaseCPUs) {
      database_.busy++;
      add(now + hop + span(5 * ms), queried, index);
    } else {
      database_.waiting.append(requests_, index);
    }
    if (station.waiting.length > 0) {
      add(now + span(10 * ms), worked, station.waiting.takeFirst(requests_));
    } else {
      station.busy--;
    }
  }

  void finishQuery(int32_t index, uint64_t now) {
    if (!requests_[index].writes) cache_.put(requests_[index].key);
    end(index, now + hop, answered);
    if (database_.waiting.length > 0) {
      add(now + span(5 * ms), queried, database_.waiting.takeFirst(requests_));
    } else {
      database_.busy--;
    }
  }

  /// An attempt has come to its end at the cloud; the client tries once more.
  void end(int32_t index, uint64_t now, Outcome outcome) {
    Request& request = requests_[index];
    if (outcome == answered) {
      const uint64_t latency = now + way - request.start;
      if (latency <= timeout * (request.tries + 1)) {
        latency_.record(latency);
        count_[answered]++;
        return requests_.give(index);
      }
      outcome = late;
    }
    if (request.tries == 0) {
      request.tries = 1;
      return add(now + 200 * ms, retries, index);
    }
    count_[outcome]++;
    lostPerMinute_[request.start / (60 * second)]++;
    requests_.give(index);
  }

  void setPower(int zone, bool isOn) {
    zonePower_[zone] = isOn;
    for (int machine = zone; machine < machines; machine += zones) hasPower_[machine] = isOn;
  }

  loop::Random random_;
  loop::Agenda agenda_;
  loop::Pool<Request> requests_;
  loop::Histogram latency_;
  Cache cache_;
  Popularity popularity_;
  Station cpus_[machines], database_;
  bool zonePower_[zones] = {true, true, true};
  bool hasPower_[machines] = {true, true, true, true, true, true};
  bool inService_[machines] = {true, true, true, true, true, true};
  int failures_[machines] = {};
  int turn_ = 0;
  uint64_t offered_ = 0, events_ = 0, count_[outcomes] = {};
  uint32_t perMinute_[31] = {}, lostPerMinute_[31] = {};
};

}  // namespace

int main(int count, char** words) {
  Flagship(count > 1 ? std::strtoull(words[1], nullptr, 10) : 1).run();
}
