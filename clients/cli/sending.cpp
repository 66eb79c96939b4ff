#include "clients/cli/sending.hpp"

#include "clients/cli/terminal.hpp"
#include "clients/cli/upkeep_words.hpp"
#include "clients/core/session/carrying.hpp"
#include "clients/core/session/exchange.hpp"
#include "protocol/kinds.hpp"

namespace clients::cli {
namespace {

void keep_for_carrier(Context& context, Session& session, const Composer& composer, const Draft& draft) {
    session.keep(composer, &draft);
    const auto id = protocol::id_text(composer.batch().front().id);
    if (context.json)
        return context.print_json({{"kept", true}, {"id", id}, {"register_time", checkpoint_time(session).value_or(0)}});
    context.print(Msg::kept_for_carrier);
}

}  // namespace

bool may_send(Context& context, SendOptions options, Msg question, Msg declined, const OrderedJson& dry_run) {
    if (options.dry_run) {
        if (context.json) context.print_json(dry_run);
        else context.print(declined);
        return false;
    }
    if (options.yes) return true;
    if (!is_terminal(Stream::input)) {
        context.warn(Msg::ask_needs_yes);
        context.exit = Exit::usage;
        return false;
    }
    if (confirm(context.say(question))) return true;
    context.print(declined);
    context.exit = Exit::refused;
    return false;
}

std::optional<protocol::Receipt> show_and_send(Context& context, Session& session, const Draft& draft,
                                               const std::vector<std::string>& lines, SendOptions options) {
    // What is addressed here must be open, whosever turn it would be. Without network nothing can be done about that.
    if (!context.offline) {
        if (const auto tended = tend_aloud(context, session, draft.to); !tended) {
            report(context, tended.error());
            return std::nullopt;
        }
    }
    const Readers readers = readers_of(session, draft.to);
    // On standard error, where the question stands too, unless it is the result itself.
    std::ostream& out = options.dry_run && !context.json ? std::cout : std::cerr;
    for (const auto& line : lines) out << line << '\n';
    out << context.say(Msg::send_to, joined(texts(draft.to))) << '\n';
    out << context.say(Msg::send_readers, readers.persons, readers.members.size(), joined(texts(readers.members), " ")) << '\n';
    if (!readers.vacant.empty()) context.warn(Msg::send_vacant, joined(texts(readers.vacant)));
    if (!readers.suspended.empty()) context.warn(Msg::send_suspended, joined(texts(readers.suspended)));
    if (!readers.vacant.empty() || !readers.suspended.empty()) {
        context.warn(Msg::not_sent);
        context.exit = Exit::refused;
        return std::nullopt;
    }
    if (!readers.closed.empty()) {
        report(context, {.code = protocol::errc::unknown_circle, .problem = {}, .detail = joined(texts(readers.closed))});
        return std::nullopt;
    }
    auto composer = session.compose(context.offline ? Reach::carrier : Reach::gateway);
    if (!composer) {
        report(context, composer.error());
        return std::nullopt;
    }
    if (const auto error = composer->add(draft)) {
        report(context, {.code = error, .problem = {}, .detail = {}});
        return std::nullopt;
    }
    if (context.offline) out << context.say(Msg::send_offline) << '\n';
    OrderedJson summary = {
        {"dry_run", true}, {"to", texts(draft.to)}, {"members", texts(readers.members)}, {"persons", readers.persons}};
    if (!may_send(context, options, Msg::ask_send, Msg::not_sent, summary)) return std::nullopt;
    if (context.offline) {
        keep_for_carrier(context, session, *composer, draft);
        return std::nullopt;
    }
    const auto sent = session.send(*composer, &draft);
    if (!sent) {
        report(context, sent.error());
        if (context.exit == Exit::try_again) context.warn(Msg::kept_in_outbox);
        return std::nullopt;
    }
    return sent->receipts.front();
}

}  // namespace clients::cli
