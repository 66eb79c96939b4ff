// Failures in words: one catalogue message for each error code of each layer, found by its name.
#include <algorithm>

#include "clients/cli/context.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/core/messages/content_errors.hpp"
#include "crypto/age/errc.hpp"
#include "crypto/note.hpp"
#include "protocol/content/calendar.hpp"
#include "protocol/errc.hpp"

namespace clients::cli {
namespace {

std::optional<Msg> find_message(std::string name) {
    std::ranges::replace(name, '-', '_');
    const auto found = std::ranges::find(catalogue, name, &Message::name);
    if (found == catalogue.end()) return std::nullopt;
    return static_cast<Msg>(found - catalogue.begin());
}

// The enumerators of the client's own categories, by the names that the catalogue uses.
constexpr std::array home_names{"no_home", "home_exists", "wrong_passphrase", "damaged_home", "insecure_permissions", "newer_version", "locked_by_other"};
constexpr std::array terminal_names{"no_passphrase_file", "passphrase_file_readable", "passphrase_empty", "passphrase_too_long",
                                    "passphrase_too_short", "passphrases_differ", "input_ended"};
constexpr std::array net_names{"unreachable", "timed_out", "pin_mismatch", "closed", "malformed_answer", "too_large", "refused",
                                "proxy_setting", "proxy_needs_login", "proxy_refused", "proxy_malformed", "upgrade_refused",
                                "stream_ended", "going_away", "stopped"};
constexpr std::array session_names{"no_identity", "not_admitted", "network_mismatch", "register_shrank", "update_needed", "clock_off",
                                   "unknown_reference", "ambiguous_reference", "not_a_request", "words_mismatch", "not_invited", "no_secret"};

template <std::size_t N>
std::optional<Msg> by_value(std::string_view prefix, const std::array<const char*, N>& names, int value) {
    if (value < 1 || static_cast<std::size_t>(value) > N) return std::nullopt;
    return find_message(std::string(prefix) + names[static_cast<std::size_t>(value) - 1]);
}

bool is_untrusted(std::error_code code) {
    return code == protocol::errc::receipt_invalid || code == protocol::errc::membership_mismatch ||
           code == protocol::errc::broken_link || code == protocol::errc::broken_numbers ||
           code == protocol::errc::time_runs_backwards || code == session_errc::register_shrank ||
           code == session_errc::network_mismatch || code == net_errc::pin_mismatch ||
           code.category() == make_error_code(crypto::note::errc::malformed_note).category();
}

}  // namespace

std::string explain_code(const Context& context, std::error_code code) {
    if (const auto known = protocol::as_protocol_errc(code))
        if (const auto message = find_message("protocol_" + std::string(protocol::errc_name(*known)))) return context.say(*message);
    const auto& category = code.category();
    std::optional<Msg> message;
    if (category == make_error_code(home_errc::no_home).category())
        return context.say(*by_value("home_", home_names, code.value()), visible_line(context.home.string()));
    if (category == make_error_code(terminal_errc::input_ended).category()) message = by_value("terminal_", terminal_names, code.value());
    if (category == make_error_code(net_errc::closed).category()) message = by_value("net_", net_names, code.value());
    if (category == make_error_code(session_errc::no_identity).category()) message = by_value("session_", session_names, code.value());
    if (category == make_error_code(crypto::note::errc::malformed_note).category()) message = Msg::note_failed;
    if (category == make_error_code(crypto::age::errc::malformed_header).category()) return context.say(Msg::age_failed, code.message());
    if (message) return context.say(*message);
    return visible_line(code.message());
}

std::string explain_fault(const Context& context, const std::string& fault) {
    if (const auto known = protocol::errc_from_name(fault)) return explain_code(context, *known);
    return visible_line(fault);
}

std::string explain(const Context& context, const Failure& failure) {
    std::string text = explain_code(context, failure.code);
    if (failure.code == session_errc::clock_off) {
        const auto space = failure.detail.find(' ');
        const std::int64_t here = std::stoll(failure.detail.substr(0, space));
        const std::int64_t there = std::stoll(failure.detail.substr(space + 1));
        return context.say(Msg::failed_with_detail, text,
                           context.say(Msg::session_clocks, protocol::content::format_utc(here), protocol::content::format_utc(there), here - there));
    }
    if (!failure.detail.empty()) text = context.say(Msg::failed_with_detail, text, visible_line(failure.detail));
    if (failure.problem) {
        const auto name = visible_line(failure.problem->name);
        text = context.say(Msg::failed_at_gateway, context.say(Msg::failed_with_detail, text, name));
    }
    return text;
}

bool is_worth_repeating(const Failure& failure) {
    if (failure.problem) return failure.problem->status >= 500;
    return std::ranges::any_of(
        std::array{net_errc::unreachable, net_errc::timed_out, net_errc::closed, net_errc::refused, net_errc::proxy_needs_login,
                   net_errc::proxy_refused, net_errc::proxy_malformed, net_errc::upgrade_refused, net_errc::going_away},
        [&](net_errc passing) { return failure.code == passing; }) ||
        failure.code == session_errc::not_admitted || failure.code == home_errc::locked_by_other;
}

void report(Context& context, const Failure& failure) {
    const std::string text = explain(context, failure);
    if (is_untrusted(failure.code)) {
        context.warn(Msg::untrusted, text);
        context.exit = Exit::untrusted;
        return;
    }
    std::cerr << context.say(Msg::failed, text) << '\n';
    context.exit = is_worth_repeating(failure) ? Exit::try_again : Exit::refused;
}

}  // namespace clients::cli
