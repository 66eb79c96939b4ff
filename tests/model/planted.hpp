// Bugs that the schedules must find: each is one decision of protocol/ or of a client, replaced.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "tests/model/rules.hpp"

namespace model {

struct Planted {
    std::string_view name;
    std::unique_ptr<Rules> (*make)();
};
std::span<const Planted> planted_bugs();

}  // namespace model
