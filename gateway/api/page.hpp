// One page of what is the reader's: for the call that lists entries and for streams alike. Internal to gateway/api.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "gateway/register/register.hpp"
#include "protocol/wire.hpp"

namespace gateway::api {

// Where a reader stands, and how long they would wait.
struct DeliveryQuery {
    std::uint64_t from = 0;          // first index to look at
    std::chrono::seconds wait{0};
};
// `after=INDEX`, `wait=SECONDS`, both in this order, or nothing. Nothing: it is something else, or out of bounds.
std::optional<DeliveryQuery> parse_delivery_query(std::string_view query);

// Everything that is the reader's from index `from`, as far as one page holds. Requires that `reader` is active at `now` and
// that `snapshot` was opened after `fresh` was taken.
protocol::wire::Page make_page(const store::Snapshot& snapshot, const Register::Fresh& fresh, const protocol::Person& reader,
                               std::uint64_t from, std::int64_t now);

}  // namespace gateway::api
