#include "clients/core/session/opening.hpp"

#include <algorithm>
#include <ranges>

#include "clients/core/session/contact.hpp"
#include "crypto/age/open.hpp"
#include "protocol/content/information.hpp"
#include "protocol/content/response.hpp"
#include "protocol/judge.hpp"
#include "protocol/kinds.hpp"

namespace clients {

using namespace protocol;

namespace {

struct OwnStanza {
    std::size_t index;
    const crypto::age::HybridIdentity* identity;
};

std::optional<OwnStanza> own_stanza(const Entry& entry, const NamedKey& own, const Keyring& keyring,
                                    const NetworkState& state) {
    for (std::size_t i = 0; i < entry.header.audience.size(); ++i) {
        const Audience& to = entry.header.audience[i];
        if (const auto* circle = std::get_if<CircleEpoch>(&to)) {
            if (const auto* secret = keyring.find_published(*circle, state)) return OwnStanza{i, secret};
        } else if (std::get<KeyId>(to) == own.name) {
            return OwnStanza{i, own.identity};
        }
    }
    return std::nullopt;
}

// A response to the requester alone must be addressed to nobody else (docs/protocol.md, "Content").
std::error_code check_mark(const Entry& entry, const content::Response& response, const Precedent& request) {
    if (response.dissemination != content::Dissemination::requester) return {};
    const Circle requester = Circle::of(request.author.member());
    const Circle own = Circle::of(entry.header.author.member());
    const bool narrow =
        std::ranges::all_of(circles_of(entry.header), [&](const Circle& to) { return to == requester || to == own; });
    return narrow ? std::error_code{} : errc::wider_than_mark;
}

std::error_code check_response(const Entry& entry, const SecretJson& content, Store& store) {
    const auto response = content::parse_response(plain_json(content));
    if (!response) return response.error();
    const auto stored = store.entry_by_id(entry.header.refs.front());
    if (!stored || !stored->fault.empty()) return errc::ref_unknown;
    const auto request_entry = parse_entry(stored->entry, stored->delivered);
    if (!request_entry) return errc::ref_unknown;
    if (const auto error = check_mark(entry, *response, precedent_of(*request_entry))) return error;
    const auto request_content = parse_secret(stored->content);
    if (!request_content) return {};  // the request itself is not opened yet: its key comes later
    const auto request = content::parse_request(plain_json(*request_content), reading_rules());
    if (!request) return request.error();
    if (const auto fault = content::check_response_against(*request, *response)) return fault->rule;
    return {};
}

// Content by kind. `content` is emptied when it carried keys.
std::error_code check_content(const Entry& entry, Opening& opening, Keyring& keyring, const NetworkState& state, Store& store) {
    switch (find_kind(entry.header.kind)->kind) {
        case Kind::rotation:
        case Kind::grant: {
            const auto claim = parse_claim(entry.header);
            if (!claim) return claim.error();
            const auto* rotation = std::get_if<RotationClaim>(&*claim);
            const auto* grant = std::get_if<GrantClaim>(&*claim);
            const Circle& circle = rotation ? rotation->circle : grant->circle;
            const auto promised = rotation ? std::vector{rotation->epoch} : grant->epochs;
            const auto taken = keyring.take_over(circle, promised, opening.content, state);
            opening.keyring_grew = taken.grew;
            opening.fault = taken.fault;
            opening.content = SecretJson::object();
            return {};
        }
        case Kind::designation: return parse_contact(opening.content) ? std::error_code{} : errc::malformed_content;
        case Kind::request: {
            const auto request = content::parse_request(plain_json(opening.content), reading_rules());
            return request ? std::error_code{} : request.error();
        }
        case Kind::response: return check_response(entry, opening.content, store);
        case Kind::information: {
            const auto information = content::parse_information(plain_json(opening.content));
            return information ? std::error_code{} : information.error();
        }
        default: return errc::malformed_content;  // no other kind has a body
    }
}

}  // namespace

bool brings_nothing_new(const Entry& entry, const Keyring& keyring, const NetworkState& state) {
    const auto claim = parse_claim(entry.header);
    if (!claim) return false;
    const auto held = [&](const Circle& circle) {
        return [&](std::uint64_t epoch) { return keyring.find_published({circle, epoch}, state) != nullptr; };
    };
    if (const auto* rotation = std::get_if<RotationClaim>(&*claim))
        return std::ranges::all_of(std::views::iota(std::uint64_t{1}, rotation->epoch + 1), held(rotation->circle));
    if (const auto* grant = std::get_if<GrantClaim>(&*claim)) return std::ranges::all_of(grant->epochs, held(grant->circle));
    return false;
}

content::RequestRules reading_rules() {
    return {.questions_max = setting_max("questions_max"),
            .question_words_max = setting_max("question_words_max"),
            .background_words_max = setting_max("background_words_max")};
}

content::RequestRules request_rules(const NetworkState& state) {
    content::RequestRules rules;
    const auto set = [&](const char* name, unsigned& value) {
        if (const auto found = state.settings().find(name); found != state.settings().end()) 
            value = static_cast<unsigned>(found->second);
    };
    set("questions_max", rules.questions_max);
    set("question_words_max", rules.question_words_max);
    set("background_words_max", rules.background_words_max);
    return rules;
}

std::expected<Opening, std::error_code> open_entry(const Entry& entry, const NamedKey& named, Keyring& keyring,
                                                   const NetworkState& state, Store& store) {
    const auto own = own_stanza(entry, named, keyring, state);
    if (!own) return Opening{};
    const auto plaintext = crypto::age::open_stanza(*own->identity, own->index, entry.body);
    if (!plaintext) return std::unexpected(plaintext.error());
    auto content = parse_body(entry.header, *plaintext);
    if (!content) return std::unexpected(content.error());
    Opening opening;
    opening.outcome = Opened::opened;
    opening.content = std::move(*content);
    if (const auto error = check_content(entry, opening, keyring, state, store)) return std::unexpected(error);
    return opening;
}

}  // namespace clients
