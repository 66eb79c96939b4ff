#include "gateway/api/calls.hpp"
#include "gateway/register/stored_precedents.hpp"
#include "protocol/claims.hpp"
#include "protocol/enrolment.hpp"

namespace gateway::api {
namespace {

// What an entry claims that names a new device by a recovery sheet; nothing for any other entry.
std::optional<protocol::RecoveryUse> use_by_new_device(const protocol::Header& header) {
    if (header.kind != protocol::rule_of(protocol::Kind::recovery).name) return std::nullopt;
    const auto claim = protocol::parse_claim(header);
    if (!claim) return std::nullopt;
    const auto* use = std::get_if<protocol::RecoveryUse>(&std::get<protocol::RecoveryClaim>(*claim).action);
    return use && use->keys ? std::optional(*use) : std::nullopt;
}

// Was it made with the sheet? When there is no such sheet another key is tried in its stead: who has none learns of none.
bool is_proved(const protocol::NetworkState& state, const protocol::Header& header, const protocol::RecoveryUse& use) {
    const auto* recovery = state.find_recovery(use.recovery);
    const auto line = protocol::recovery_line(state.network(), use.recovery, header.author, header.key);
    const auto& key = recovery ? recovery->keys.sign : use.keys->sign;
    return crypto::verify(key, crypto::Context::recovery, crypto::as_bytes(line), use.proof) && recovery;
}

}  // namespace

// The register decides, as it does about every entry. What it would refuse now does not wait in its queue: that is not for
// strangers to fill.
Reply recover(const Services& services, const Head& head, std::string_view text) {
    const auto refuse = [&](std::error_code why) { return problem(why, head.language); };
    const auto bytes = protocol::parse_recovery_call(text);
    if (!bytes) return refuse(bytes.error());
    auto entry = protocol::parse_entry(*bytes);
    if (!entry) return refuse(entry.error());
    const auto use = use_by_new_device(entry->header);
    if (!use) return refuse(errc::certificate_required);
    const auto view = services.published.view();
    if (!view->state->founded()) return refuse(protocol::errc::not_founded);
    if (!is_proved(*view->state, entry->header, *use)) return refuse(errc::recovery_invalid);

    const auto snapshot = services.store.snapshot();
    const bool repeated = snapshot->find(entry->id).has_value();
    const protocol::Position next{.index = view->size(), .time = services.published.now()};
    if (!repeated)
        if (const auto error = protocol::judge(*view->state, StoredPrecedents(*snapshot, next.index), *entry, next))
            return refuse(error);
    Submission submission;
    submission.entries.push_back(std::move(*entry));
    return Pending{.job = std::move(submission), .answer = answer_submission};
}

Response find_recovery(const Services& services, const Plan& plan, const Head& head) {
    const auto key = protocol::KeyId::parse(plan.argument);
    const auto view = services.published.view();
    const auto* recovery = key ? view->state->find_recovery(*key) : nullptr;
    if (!recovery) return problem(errc::not_found, head.language);
    return json(200, protocol::Json{{"network", protocol::id_text(view->state->network())},
                                    {"recovery", protocol::id_text(recovery->entry)}}.dump());
}

}  // namespace gateway::api
