// Failures in words, and the exit status that fits.
#include <algorithm>
#include <array>

#include "clients/cli/context.hpp"
#include "clients/cli/error_words.hpp"
#include "clients/cli/terminal.hpp"
#include "crypto/age/errc.hpp"
#include "crypto/note.hpp"
#include "protocol/content/calendar.hpp"
#include "protocol/errc.hpp"

namespace clients::cli {
namespace {

bool is_untrusted(std::error_code code) {
    return code == protocol::errc::receipt_invalid || code == protocol::errc::membership_mismatch ||
           code == protocol::errc::broken_link || code == protocol::errc::broken_numbers ||
           code == protocol::errc::time_runs_backwards || code == session_errc::register_shrank ||
           code == session_errc::network_mismatch || code == net_errc::pin_mismatch ||
           code.category() == make_error_code(crypto::note::errc::malformed_note).category();
}

bool is_of_age(std::error_code code) {
    return code.category() == make_error_code(crypto::age::errc::malformed_header).category();
}

}  // namespace

std::string explain_age_code(const Context& context, std::error_code code) {
    return is_of_age(code) ? context.say(*message_for(code)) : explain_code(context, code);
}

std::string explain_code(const Context& context, std::error_code code) {
    const auto message = message_for(code);
    if (!message) return visible_line(code.message());
    // The one argument that a code alone can give: which home. A rule of the content has its detail elsewhere.
    const bool of_home = code.category() == make_error_code(home_errc::no_home).category();
    const auto words = context.say(*message, of_home ? visible_line(context.home.string()) : "…");
    return is_of_age(code) ? context.say(Msg::age_failed, words) : words;
}

std::string explain_fault(const Context& context, const std::string& fault) {
    const auto code = code_of_fault(fault);
    return code ? explain_code(context, *code) : visible_line(fault);
}

std::string explain(const Context& context, const Failure& failure) {
    std::string text = explain_code(context, failure.code);
    if (failure.code == session_errc::clock_off) {
        const auto space = failure.detail.find(' ');
        const std::int64_t here = std::stoll(failure.detail.substr(0, space));
        const std::int64_t there = std::stoll(failure.detail.substr(space + 1));
        return context.say(Msg::failed_with_detail, text,
                           context.say(Msg::session_clocks, protocol::content::format_utc(here),
                                       protocol::content::format_utc(there), here - there));
    }
    if (failure.code == session_errc::draft_refused)
        return context.say(Msg::failed_with_detail, text, explain_fault(context, failure.detail));
    if (!failure.detail.empty()) text = context.say(Msg::failed_with_detail, text, visible_line(failure.detail));
    if (failure.problem) {
        // The gateway's own refusals by their name; what we do not know, by the title it gave in the person's language.
        const auto own = failure.code == net_errc::refused ? find_message("gateway_" + failure.problem->name) : std::nullopt;
        if (own) text = context.say(*own);
        else if (failure.code == net_errc::refused) text = visible_line(failure.problem->title);
        text =
            context.say(Msg::failed_at_gateway, context.say(Msg::failed_with_detail, text, visible_line(failure.problem->name)));
    }
    return text;
}

bool is_worth_repeating(const Failure& failure) {
    if (failure.problem) return failure.problem->status >= 500;
    return std::ranges::any_of(std::array{net_errc::unreachable, net_errc::timed_out, net_errc::closed, net_errc::refused,
                                          net_errc::proxy_needs_login, net_errc::proxy_refused, net_errc::proxy_malformed,
                                          net_errc::upgrade_refused, net_errc::going_away},
                               [&](net_errc passing) { return failure.code == passing; }) ||
           failure.code == session_errc::not_admitted || failure.code == session_errc::draft_waits ||
           failure.code == session_errc::no_enrolment || failure.code == home_errc::locked_by_other;
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
