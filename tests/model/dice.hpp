// Chance that repeats itself: the standard says which numbers an engine gives, so they are the same on every machine. Its
// distributions may differ, and are not used.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

namespace model {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}

    std::uint64_t next() { return engine_(); }
    std::size_t below(std::size_t count) { return static_cast<std::size_t>(next() % count); }
    bool chance(unsigned percent) { return below(100) < percent; }
    template <class T>
    const T& pick(const std::vector<T>& from) { return from[below(from.size())]; }
    template <class T>
    void shuffle(std::vector<T>& values) {
        for (std::size_t left = values.size(); left > 1; --left) std::swap(values[left - 1], values[below(left)]);
    }

private:
    std::mt19937_64 engine_;
};

}  // namespace model
