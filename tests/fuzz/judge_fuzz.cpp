// Headers that a designated person may sign, whatever they say: judged, and applied when they are valid.
#include <algorithm>

#include "protocol/judge.hpp"
#include "protocol/kinds.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/support/test_network.hpp"

namespace {

using namespace protocol;

constexpr std::int64_t now = 1'790'000'000;

struct World {
    World()
        : log_key(crypto::SigningKey::generate()),
          network(crypto::note::Verifier("nfp.example/nfp/0123456789abcdef", log_key.verify_key()), {}, {"fr", "de", "gr"}, now) {
        network.accept(network.founding());
        network.accept(network.admission("fr.01"));
        network.accept(network.admission("de.01"));
    }
    crypto::SigningKey log_key;
    test::Network network;
};

class NoPrecedents final : public Precedents {
public:
    std::optional<Precedent> find(const EntryId&) const override {
        return Precedent{.kind = "request", .author = *Handle::parse("de.01"), .audience = {Circle::network()}};
    }
    bool header_known(const crypto::Digest&) const override { return false; }
};

// An id of zeros stands for the current one: what a fuzzer cannot know.
void name_the_current(const NetworkState& state, Header& header) {
    if (!header.claim.is_object() || !header.claim.contains("replaces")) return;
    if (header.claim["replaces"] != std::string(64, '0')) return;
    auto current = state.settings_entry();
    if (header.kind == "designation") current = state.find_person(header.author)->designation;
    header.claim["replaces"] = id_text(current);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static World world;
    auto header = parse_header(fuzz::text(data, size));
    if (!header) return 0;
    const auto& state = world.network.state();
    if (!state.find_person(header->author)) return 0;
    const auto& author = world.network.person(header->author.text());
    if (header->kind != "genesis") header->network = state.network();
    header->key = author.device();
    header->seen.reset();
    header->body.reset();
    name_the_current(state, *header);
    if (const auto* rule = find_kind(header->kind); rule && rule->body == Presence::required)
        header->body = BodyRef{.sha256 = crypto::sha256("body"), .size = 4};

    const auto line = header_line(*header);
    const auto parsed = parse_header(line);
    if (!parsed) return 0;
    fuzz::require(header_line(*parsed) == line);
    Entry entry = make_entry(*parsed, {}, author.key);
    const Position at{.index = 100, .time = now};
    if (judge(state, NoPrecedents{}, entry, at)) return 0;
    NetworkState copy = state;
    copy.apply(entry, at);
    for (const auto& [circle, unused] : copy.circles()) {
        (void)copy.due(circle, now);
        (void)copy.rotation_audience(circle, now);
    }
    (void)copy.missing_grants(now);
    return 0;
}
