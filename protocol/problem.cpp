#include "protocol/problem.hpp"

#include "protocol/json_depth.hpp"
#include "protocol/limits.hpp"

namespace protocol {

std::string problem_json(const Problem& problem) {
    Json out = {{"type", std::string(problem_type_prefix) + problem.name}, {"status", problem.status}, {"title", problem.title}};
    if (problem.entry) out["entry"] = *problem.entry;
    return out.dump();
}

std::optional<Problem> parse_problem(std::string_view json) {
    if (json.size() > limits::header_bytes_max || !is_shallow_json(json, limits::header_depth_max)) return std::nullopt;
    const Json value = Json::parse(json, nullptr, false);
    if (!value.is_object()) return std::nullopt;
    const auto type = value.find("type");
    const auto status = value.find("status");
    const auto title = value.find("title");
    if (type == value.end() || !type->is_string() || status == value.end() || !status->is_number_unsigned()) return std::nullopt;
    const auto type_text = type->get<std::string>();
    if (!type_text.starts_with(problem_type_prefix)) return std::nullopt;
    Problem problem{
        .status = status->get<unsigned>(), .name = type_text.substr(problem_type_prefix.size()), .title = {}, .entry = {}};
    if (title != value.end() && title->is_string()) problem.title = title->get<std::string>();
    if (const auto entry = value.find("entry"); entry != value.end() && entry->is_number_unsigned())
        problem.entry = entry->get<std::size_t>();
    return problem;
}

unsigned problem_status(errc e) noexcept {
    switch (e) {
        case errc::too_large: return 413;
        case errc::author_unknown:
        case errc::key_mismatch:
        case errc::bad_signature:
        case errc::not_permitted:
        case errc::not_authorised:
        case errc::token_mismatch:
        case errc::consent_required: return 403;
        case errc::duplicate_entry:
        case errc::stale_epoch:
        case errc::not_current:
        case errc::already_exists:
        case errc::rotation_not_due:
        case errc::epoch_out_of_order:
        case errc::proposal_lapsed:
        case errc::last_officer:
        case errc::complaint_repeated:
        case errc::founding_over:
        case errc::already_founded:
        case errc::invitation_used:
        case errc::not_founded: return 409;
        case errc::invitation_expired: return 410;
        default: return 422;
    }
}

}  // namespace protocol
