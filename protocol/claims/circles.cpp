#include "protocol/claims/circles.hpp"

#include <algorithm>
#include <utility>

#include "protocol/claims/codec.hpp"
#include "protocol/limits.hpp"

namespace protocol::codec {
namespace {

using Action = CircleClaim::Action;
constexpr auto actions = std::to_array<std::pair<Action, std::string_view>>({{Action::create, "create"},
                                                                             {Action::join, "join"},
                                                                             {Action::leave, "leave"},
                                                                             {Action::admit, "admit"},
                                                                             {Action::dismiss, "dismiss"}});

std::optional<Action> parse_action(std::string_view text) {
    const auto found = std::ranges::find(actions, text, &std::pair<Action, std::string_view>::second);
    if (found == actions.end()) return std::nullopt;
    return found->first;
}

// `history` is written only when the past does not travel.
bool read_history(Fields& fields) {
    if (!fields.has("history")) return true;
    if (fields.text("history") != "none") fields.fail();
    return false;
}

}  // namespace

Json write(const CircleClaim& claim) {
    const auto action = std::ranges::find(actions, claim.action, &std::pair<Action, std::string_view>::first);
    Json out = {{"circle", claim.circle.text()}, {"action", action->second}};
    if (!claim.history) out["history"] = "none";
    if (claim.person) out["person"] = claim.person->text();
    if (claim.until) out["until"] = *claim.until;
    return out;
}

template <> std::optional<CircleClaim> read(const Json& value) {
    Fields fields(value);
    const auto circle = fields.parsed("circle", Circle::parse);
    const auto action = fields.parsed("action", parse_action);
    if (!circle || circle->type() != Circle::Type::group || !action) return std::nullopt;
    CircleClaim claim{.circle = *circle, .action = *action, .history = true};
    if (claim.action == Action::create) claim.history = read_history(fields);
    if (claim.action == Action::admit || claim.action == Action::dismiss) claim.person = fields.parsed("person", Handle::parse);
    if (claim.action == Action::admit) claim.until = optional_time(fields, "until", limits::integer_max);
    if (!fields.done()) return std::nullopt;
    return claim;
}

Json write(const RotationClaim& claim) {
    Json out = {{"circle", claim.circle.text()}, {"epoch", claim.epoch}, {"key", crypto::base64_encode(claim.key.bytes)}};
    if (!claim.history) out["history"] = "none";
    return out;
}

template <> std::optional<RotationClaim> read(const Json& value) {
    Fields fields(value);
    const auto circle = fields.parsed("circle", Circle::parse);
    if (!circle) return std::nullopt;
    RotationClaim claim{.circle = *circle, .epoch = fields.integer("epoch", limits::epoch_max), .key = {}, .history = true};
    claim.key.bytes = fields.base64<1216>("key");
    claim.history = read_history(fields);
    if (!fields.done() || claim.epoch == 0) return std::nullopt;
    return claim;
}

Json write(const GrantClaim& claim) { return {{"circle", claim.circle.text()}, {"epochs", claim.epochs}}; }

template <> std::optional<GrantClaim> read(const Json& value) {
    Fields fields(value);
    const auto circle = fields.parsed("circle", Circle::parse);
    if (!circle) return std::nullopt;
    GrantClaim claim{.circle = *circle, .epochs = {}};
    for (const Json& item : fields.array("epochs", limits::grant_epochs_max)) {
        if (!item.is_number_unsigned()) return std::nullopt;
        const auto epoch = item.get<std::uint64_t>();
        if (epoch == 0 || (!claim.epochs.empty() && epoch <= claim.epochs.back())) return std::nullopt;
        claim.epochs.push_back(epoch);
    }
    if (!fields.done()) return std::nullopt;
    return claim;
}

Json write(const ComplaintClaim& claim) { return {{"entry", id_text(claim.entry)}}; }

template <> std::optional<ComplaintClaim> read(const Json& value) {
    Fields fields(value);
    const ComplaintClaim claim{.entry = fields.hex<32>("entry")};
    if (!fields.done()) return std::nullopt;
    return claim;
}

Json write(const RetentionClaim& claim) {
    Json out = {{"circle", claim.circle.text()}, {"years", claim.years}};
    if (claim.replaces) out["replaces"] = id_text(*claim.replaces);
    return out;
}

template <> std::optional<RetentionClaim> read(const Json& value) {
    Fields fields(value);
    const auto circle = fields.parsed("circle", Circle::parse);
    if (!circle) return std::nullopt;
    RetentionClaim claim{.circle = *circle,
                         .years = static_cast<unsigned>(fields.integer("years", limits::retention_years_max)),
                         .replaces = optional_hex<32>(fields, "replaces")};
    if (!fields.done() || claim.years == 0) return std::nullopt;
    return claim;
}

}  // namespace protocol::codec
