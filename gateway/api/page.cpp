#include "gateway/api/page.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "gateway/limits.hpp"
#include "gateway/policy/delivery.hpp"

namespace gateway::api {
namespace {

std::optional<std::uint64_t> parse_count(std::string_view text, std::uint64_t max) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || std::to_string(value) != text || value > max) return std::nullopt;
    return value;
}

// A page's proofs share most of their nodes.
class Nodes {
public:
    explicit Nodes(const store::Snapshot& snapshot) : snapshot_(snapshot) {}
    crypto::Digest operator()(crypto::merkle::NodePosition at) {
        const auto found = known_.find(at);
        return found != known_.end() ? found->second : known_.emplace(at, snapshot_.node(at)).first->second;
    }

private:
    const store::Snapshot& snapshot_;
    std::map<crypto::merkle::NodePosition, crypto::Digest> known_;
};

}  // namespace

std::optional<DeliveryQuery> parse_delivery_query(std::string_view query) {
    DeliveryQuery out;
    // Takes `name` and its value off the front; false when the value is none.
    const auto take = [&](std::string_view name, std::uint64_t max, auto use) {
        if (!query.starts_with(name)) return true;
        const auto end = std::min(query.find('&'), query.size());
        const auto value = parse_count(query.substr(name.size(), end - name.size()), max);
        if (!value || end + 1 == query.size()) return false;
        query.remove_prefix(std::min(end + 1, query.size()));
        use(*value);
        return true;
    };
    const bool taken =
        take("after=", protocol::limits::integer_max, [&](std::uint64_t after) { out.from = after + 1; }) &&
        take("wait=", limits::long_poll_s_max, [&](std::uint64_t seconds) { out.wait = std::chrono::seconds(seconds); });
    if (!taken || !query.empty()) return std::nullopt;
    return out;
}

protocol::wire::Page make_page(const store::Snapshot& snapshot, const Register::Fresh& fresh, const protocol::Person& reader,
                               std::uint64_t from, std::int64_t now) {
    const auto& state = *fresh.view->state;
    const auto size = fresh.view->size();
    protocol::wire::Page page{.checkpoint = fresh.note, .next = size, .more = false, .deliveries = {}};
    Nodes nodes(snapshot);
    policy::Cursor cursor(snapshot, policy::streams_of(state, reader, now), from);
    std::size_t bytes = 0;
    while (const auto index = cursor.next()) {
        if (*index >= size) break;  // committed after the view: its claims are not applied in it yet
        auto shared = policy::shared_entry(snapshot, state, reader, *index, now);
        if (!shared) continue;
        const bool full = page.deliveries.size() == protocol::limits::delivery_entries_max ||
                          (!page.deliveries.empty() && bytes + shared->entry.size() > protocol::limits::delivery_bytes_max);
        if (full) {
            page.next = *index;
            page.more = true;
            break;
        }
        bytes += shared->entry.size();
        page.deliveries.push_back(
            {.index = *index, .leaf = std::move(shared->stored.leaf),
             .proof = crypto::merkle::inclusion_proof(*index, size, [&](auto at) { return nodes(at); }),
             .delivered = shared->share == policy::Share::whole ? protocol::Delivered::whole : protocol::Delivered::header_only,
             .entry = std::move(shared->entry)});
    }
    page.next = std::max(page.next, from);
    return page;
}

}  // namespace gateway::api
