// What both hand-written yardsticks stand on: a 4-ary heap of 16-byte events, random numbers, a histogram, the clock.
#pragma once
#include <bit>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace loop {

/// Waits until a moment: nanoseconds above, order of arrival and payload below, compared as one 128-bit number.
class Agenda {
public:
  struct Event {
    uint64_t order;
    uint64_t at;
    uint32_t payload() const { return static_cast<uint32_t>(order); }
  };

  Agenda() : heap_(1024) {}

  bool empty() const { return size_ == 0; }

  void add(uint64_t at, uint32_t payload) {
    // Three places more than are used, so that the last node has four children to look at.
    if (size_ + 4 > heap_.size()) heap_.resize(heap_.size() * 2);
    Event event{sequence_++ << 32 | payload, at};
    size_t hole = size_++;
    while (hole > 0) {
      size_t parent = (hole - 1) / 4;
      if (key(heap_[parent]) <= key(event)) break;
      heap_[hole] = heap_[parent];
      hole = parent;
    }
    heap_[hole] = event;
  }

  Event next() {
    Event first = heap_[0];
    Event last = heap_[--size_];
    // Unused places are later than everything.
    heap_[size_] = Event{~0ull, ~0ull};
    size_t hole = 0;
    for (size_t child = 1; child < size_; child = 4 * hole + 1) {
      // The least of four by arithmetic: a branch would be mispredicted half of the time.
      const Event* four = &heap_[child];
      size_t left = key(four[1]) < key(four[0]) ? 1 : 0;
      size_t right = key(four[3]) < key(four[2]) ? 3 : 2;
      size_t least = key(four[right]) < key(four[left]) ? right : left;
      if (key(last) <= key(four[least])) break;
      heap_[hole] = four[least];
      hole = child + least;
    }
    if (size_ > 0) heap_[hole] = last;
    return first;
  }

private:
  using Key = unsigned __int128;
  static Key key(const Event& event) { return static_cast<Key>(event.at) << 64 | event.order; }

  struct Filled : std::vector<Event> {
    using std::vector<Event>::vector;
    explicit Filled(size_t count) : std::vector<Event>(count, Event{~0ull, ~0ull}) {}
    void resize(size_t count) { std::vector<Event>::resize(count, Event{~0ull, ~0ull}); }
  };

  Filled heap_;
  size_t size_ = 0;
  uint64_t sequence_ = 0;
};

/// xoshiro256++ by Blackman and Vigna, seeded by SplitMix64, with exponentials by the ziggurat of Marsaglia and Tsang.
class Random {
public:
  explicit Random(uint64_t seed) {
    for (uint64_t& word : state_) {
      seed += 0x9E3779B97F4A7C15;
      uint64_t z = (seed ^ seed >> 30) * 0xBF58476D1CE4E5B9;
      z = (z ^ z >> 27) * 0x94D049BB133111EB;
      word = z ^ z >> 31;
    }
    const double start = 7.69711747013104972, area = 0.0039496598225815571993;
    double edge[257];
    edge[0] = area / std::exp(-start);
    edge[1] = start;
    for (int i = 2; i < 256; i++) edge[i] = -std::log(area / edge[i - 1] + std::exp(-edge[i - 1]));
    edge[256] = 0;
    for (int i = 0; i < 256; i++) {
      layers_[i] = {static_cast<uint64_t>(edge[i + 1] / edge[i] * 0x1p56), edge[i] * 0x1p-56,
                    std::exp(-edge[i]), std::exp(-edge[i + 1])};
    }
  }

  uint64_t bits() {
    uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
    uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

  double unit() { return static_cast<double>(bits() >> 11) * 0x1p-53; }

  /// An exponential number of mean 1.
  double exponential() {
    for (;;) {
      uint64_t drawn = bits();
      const Layer& layer = layers_[drawn & 255];
      double x = static_cast<double>(drawn >> 8) * layer.width;
      if (drawn >> 8 < layer.limit) return x;
      if ((drawn & 255) == 0) return 7.69711747013104972 - std::log(1 - unit());
      double height = layer.height + unit() * (layer.nextHeight - layer.height);
      if (height < std::exp(-x)) return x;
    }
  }

private:
  struct Layer {
    uint64_t limit;
    double width, height, nextHeight;
  };
  uint64_t state_[4];
  Layer layers_[256];
};

/// 64 buckets to each doubling from a microsecond on.
class Histogram {
public:
  void record(uint64_t nanoseconds) {
    uint64_t value = nanoseconds / 1000 + 64;
    int octave = 63 - std::countl_zero(value) - 6;
    counts_[octave * 64 + (value >> octave & 63)]++;
    count_++;
    sum_ += nanoseconds;
  }

  /// Seconds.
  double mean() const { return count_ ? sum_ / 1e9 / count_ : 0; }

  double quantile(double share) const {
    uint64_t wanted = static_cast<uint64_t>(std::ceil(share * count_)), seen = 0;
    for (size_t i = 0; i < 4096; i++) {
      seen += counts_[i];
      if (seen >= wanted && seen > 0) return (((64 + (i & 63)) << (i >> 6)) - 64) / 1e6;
    }
    return 0;
  }

private:
  uint64_t counts_[4096] = {};
  uint64_t count_ = 0;
  double sum_ = 0;
};

/// A first-in first-out line through records that have a member `next`; -1 is nobody.
struct Line {
  int32_t head = -1, tail = -1, length = 0;

  template <typename Records> void append(Records& records, int32_t index) {
    records[index].next = -1;
    if (tail >= 0) records[tail].next = index; else head = index;
    tail = index;
    length++;
  }

  template <typename Records> int32_t takeFirst(Records& records) {
    int32_t index = head;
    head = records[index].next;
    if (head < 0) tail = -1;
    length--;
    return index;
  }
};

/// Records that are used again.
template <typename Record> class Pool {
public:
  int32_t take() {
    if (free_ < 0) {
      records_.emplace_back();
      return static_cast<int32_t>(records_.size() - 1);
    }
    int32_t index = free_;
    free_ = records_[index].next;
    return index;
  }
  void give(int32_t index) {
    records_[index].next = free_;
    free_ = index;
  }
  Record& operator[](int32_t index) { return records_[index]; }

private:
  std::vector<Record> records_;
  int32_t free_ = -1;
};

inline double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace loop
