// watch
#include <set>

#include "clients/cli/commands/command.hpp"
#include "clients/cli/notices.hpp"
#include "clients/cli/stop_signal.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/cli/upkeep_words.hpp"
#include "clients/core/net/backoff.hpp"
#include "clients/core/session/feed.hpp"
#include "clients/core/session/news.hpp"
#include "crypto/random.hpp"
#include "protocol/content/calendar.hpp"

namespace clients::cli {
namespace {

using namespace protocol;

constexpr std::string_view told_value = "watch-told";   // first index not yet told
constexpr std::chrono::seconds look_period{50};         // a long-poll's time; a stream only looks whether it still lives

std::uint32_t random_number() {
    const auto bytes = crypto::random_array<4>();
    return static_cast<std::uint32_t>(bytes[0]) << 24 | static_cast<std::uint32_t>(bytes[1]) << 16 |
           static_cast<std::uint32_t>(bytes[2]) << 8 | bytes[3];
}

// One line for people, in their language.
struct Worded {
    const Context& context;
    std::string time_of(const Origin& origin) const { return shown_time(origin.time); }
    std::string title(const auto& opened) const { return opened ? visible_line(opened->title) : context.say(Msg::unopened); }

    std::string operator()(const RequestItem& item) const {
        const auto from = item.origin.author.text();
        if (!item.request)
            return context.say(Msg::watch_request, time_of(item.origin), item.number.text(), from, title(item.request));
        return context.say(Msg::watch_request_deadline, time_of(item.origin), item.number.text(), from, title(item.request),
                           protocol::content::format_date(item.request->deadline));
    }
    std::string operator()(const ResponseNews& item) const {
        const auto number = item.request ? item.request->number.text() : std::string("?");
        return context.say(Msg::watch_response, time_of(item.response.origin), number, item.response.origin.author.text(),
                           item.request ? title(item.request->request) : context.say(Msg::unopened));
    }
    std::string operator()(const InformationItem& item) const {
        return context.say(Msg::watch_information, time_of(item.origin), item.origin.author.text(), title(item.information));
    }
    std::string operator()(const ArrivalNews& item) const {
        if (!item.contact) return context.say(Msg::watch_arrival, time_of(item.origin), item.person.text());
        return context.say(Msg::watch_arrival_named, time_of(item.origin), item.person.text(), visible_line(item.contact->name));
    }
};

// The same for programs; absent fields are absent.
struct AsJson {
    OrderedJson start(const char* kind, const Origin& origin) const {
        return {{"index", origin.index}, {"id", id_text(origin.id)}, {"time", origin.time}, {"kind", kind},
                {"from", origin.author.text()}};
    }
    OrderedJson operator()(const RequestItem& item) const {
        auto out = start("request", item.origin);
        out["number"] = item.number.text();
        if (!item.request) return out;
        out["title"] = item.request->title;
        out["deadline"] = protocol::content::format_date(item.request->deadline);
        return out;
    }
    OrderedJson operator()(const ResponseNews& item) const {
        auto out = start("response", item.response.origin);
        if (!item.request) return out;
        out["number"] = item.request->number.text();
        if (item.request->request) out["title"] = item.request->request->title;
        return out;
    }
    OrderedJson operator()(const InformationItem& item) const {
        auto out = start("information", item.origin);
        if (item.information) out["title"] = item.information->title;
        return out;
    }
    OrderedJson operator()(const ArrivalNews& item) const {
        auto out = start("arrival", item.origin);
        out["person"] = item.person.text();
        if (item.contact) out["name"] = item.contact->name;
        return out;
    }
};

class WatchCommand final : public Command {
public:
    WatchCommand(CLI::App& app, Context& context) : Command(context) {
        declare(app, "watch", Msg::help_watch, [this] { watch(); });
    }

private:
    void watch() {
        auto session = unlocked_session();
        if (!session) return;
        const StopSignal stop;
        session->set_stop(stop.descriptor());
        Backoff backoff;
        while (!stop.raised()) {
            const auto ended = follow(*session, stop, backoff);
            if (stop.raised()) break;
            if (!is_worth_repeating(ended)) return report(context_, ended);
            if (!std::exchange(interrupted_, true)) context_.warn(Msg::watch_interrupted, explain(context_, ended));
            stop.wait_for(backoff.next(random_number()));
        }
        context_.exit = Exit::done;
    }

    // Other commands work in the same home meanwhile: it is locked only while something is taken in.
    std::unique_ptr<Session> unlocked_session() {
        auto open = open_home(context_);
        return open ? std::move(open->session) : nullptr;
    }

    template <class Work>
    std::optional<Failure> locked(Work work) {
        const auto lock = HomeLock::acquire(context_.home, lock_patience, [] {});
        if (!lock) return Failure{.code = lock.error(), .problem = {}, .detail = {}};
        return work();
    }

    // One connection, from its sync to what ended it.
    Failure follow(Session& session, const StopSignal& stop, Backoff& backoff) {
        if (auto failed = locked([&] { return catch_up(session); })) return std::move(*failed);
        auto feed = Feed::open(session);
        if (!feed) return feed.error();
        if (std::exchange(interrupted_, false)) context_.warn(Msg::watch_back);
        while (!stop.raised()) {
            auto pushed = feed->next(until_next_turn(session));
            if (!pushed) return pushed.error();
            backoff.reset();
            if (*pushed)
                if (auto failed = locked([&] { return take(session, std::move(**pushed)); })) return std::move(*failed);
            if (auto failed = locked([&] { return tend(session); })) return std::move(*failed);
        }
        return {.code = net_errc::stopped, .problem = {}, .detail = {}};
    }

    std::optional<Failure> catch_up(Session& session) {
        session.refresh();
        // At the first watch of a home, what was there before is not new.
        if (!session.store().value(told_value)) keep_told(session);
        const auto synced = sync_and_tend(context_, session);
        if (!synced) return synced.error();
        next_turn_ = synced->upkeep.next_turn;
        give_notice();
        tell(session);
        return std::nullopt;
    }

    // What waits for this client is done as soon as its turn comes, or a term ends: nothing need come in for that.
    std::optional<Failure> tend(Session& session) {
        session.refresh();
        next_turn_.reset();
        if (!chores(session).empty() || !session.awaited_circles().empty()) {
            const auto upkeep = tend_aloud(context_, session);
            if (!upkeep) return upkeep.error();
            next_turn_ = upkeep->next_turn;
        }
        context_.notices = notice_lines(context_, session);
        give_notice();
        tell(session);
        return std::nullopt;
    }

    std::chrono::seconds until_next_turn(const Session& session) const {
        if (!next_turn_) return look_period;
        return std::clamp(std::chrono::seconds(*next_turn_ - register_now(session)), std::chrono::seconds(1), look_period);
    }

    // Each notice once in a watch, and none again at its end.
    void give_notice() {
        for (auto& line : std::exchange(context_.notices, {}))
            if (noticed_.insert(line).second) std::cerr << line << '\n';
    }

    std::optional<Failure> take(Session& session, Pushed pushed) {
        session.refresh();
        const auto taken = session.take(std::move(pushed.page), pushed.from);
        if (!taken) return taken.error();
        name_faults(context_, session, *taken);
        tell(session);
        return std::nullopt;
    }

    // Each thing once: what is told is remembered in the home. Told first, remembered then: a crash between repeats a line
    // rather than losing it.
    void tell(Session& session) {
        const auto from = told(session);
        if (from >= session.view().next) return;
        for (const News& news : news_since(session, from)) {
            if (context_.json) std::cout << std::visit(AsJson{}, news).dump(-1, ' ', true) << '\n';
            else std::cout << std::visit(Worded{context_}, news) << '\n';
        }
        std::cout << std::flush;
        keep_told(session);
    }

    static std::uint64_t told(Session& session) {
        return std::stoull(std::string(crypto::as_text(*session.store().value(told_value))));
    }
    static void keep_told(Session& session) {
        session.store().put_value(told_value, crypto::to_secret(std::to_string(session.view().next)));
    }

    bool interrupted_ = false;   // said so already
    std::optional<std::int64_t> next_turn_;   // register time at which something is this client's to do
    std::set<std::string> noticed_;           // notices that were said
};

}  // namespace

std::unique_ptr<Command> watch_commands(CLI::App& app, Context& context) { return std::make_unique<WatchCommand>(app, context); }

}  // namespace clients::cli
