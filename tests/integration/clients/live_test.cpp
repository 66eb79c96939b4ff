// Live delivery with real programs: `nfp watch`, the stream, the outbox, through restarts, cuts and proxies.
#include <gtest/gtest.h>

#include <signal.h>

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <thread>

#include <nlohmann/json.hpp>

#include "clients/core/session/feed.hpp"
#include "clients/core/session/news.hpp"
#include "tests/integration/clients/acting.hpp"
#include "tests/support/background_program.hpp"
#include "tests/support/connect_proxy.hpp"

namespace clients::test {
namespace {

using namespace protocol;
using nlohmann::json;
using ::test::BackgroundProgram;
using ::test::ConnectProxy;

Draft a_secret_between(const std::string& title, const char* one, const char* other) {
    return a_draft(title, std::vector{*Circle::parse(one), *Circle::parse(other)});
}
Composer composed(Session& session, const Draft& draft) {
    auto composer = must(session.compose());
    if (const auto error = composer.add(draft)) throw std::runtime_error(error.message());
    return composer;
}
std::vector<std::string> titles_of(Session& session) {
    std::vector<std::string> out;
    for (const auto& item : load_exchange(session).information) out.push_back(item.information ? item.information->title : "?");
    return out;
}
std::string numbered(int i) { return "Item " + std::to_string(i); }

struct Live : testing::Test {
    Live() {
        std::ofstream(folder / "passphrase") << "a passphrase for tests\n";
        std::filesystem::permissions(folder / "passphrase",
                                     std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    }
    std::vector<std::string> command(const std::string& who, std::vector<std::string> words) const {
        words.insert(words.begin(), {std::string(NFP_BIN_DIR) + "/nfp", "--home", net.home(who).string(), "--passphrase-file",
                                     folder / "passphrase", "--lang", "en"});
        return words;
    }
    // Runs until the test ends; what was there before is told at once or never.
    std::unique_ptr<BackgroundProgram> watch(const std::string& who, const std::map<std::string, std::string>& environment = {},
                                             std::vector<std::string> words = {"watch", "--json"}) const {
        return std::make_unique<BackgroundProgram>(command(who, std::move(words)), environment);
    }
    static std::vector<std::string> titles_of(const BackgroundProgram& program) {
        std::vector<std::string> out;
        for (const auto& line : program.lines()) out.push_back(json::parse(line).value("title", "?"));
        return out;
    }
    // Sends until a watch that has just been started has told all of it: then it is connected. How many lines that made, with
    // those on who joined since its home last synced.
    std::size_t wake(const BackgroundProgram& program, Session& sender) const {
        const auto woken = [&] {
            return std::ranges::count_if(program.lines(),
                                         [](const std::string& line) { return line.find("Wake") != std::string::npos; });
        };
        for (int sent = 1; sent <= 30; ++sent) {
            send(sender, a_draft("Wake"));
            for (int i = 0; i < 40; ++i) {
                if (woken() == sent) return program.lines().size();
                ::usleep(50'000);
            }
        }
        throw std::runtime_error("the watch tells nothing: " + program.errors());
    }
    void inform(const std::string& who, const std::string& title) const {
        std::ofstream(folder / "information.md") << "Title: " << title << "\nLanguage: en\nTo: network\n\n## Text\nA text.\n";
        informed = ::test::run(command(who, {"inform", folder / "information.md", "--yes"})).code;
    }

    mutable int informed = -1;   // exit status of the last inform()
    ::test::TemporaryFolder folder;
    RunningNetwork net{{"fr", "de"}};
};

TEST_F(Live, watch_tells_people_and_programs_what_comes_in_and_ends_when_asked) {
    auto for_people = watch("fr", {}, {"watch"});
    auto for_programs = watch("de");
    const auto first = wake(*for_people, net.member("dmr"));
    send(net.member("dmr"), a_draft("News of the day"));
    ASSERT_TRUE(for_people->has_lines(first + 1));
    const auto line = for_people->lines().back();
    EXPECT_NE(line.find(" information from dmr.01: News of the day"), std::string::npos) << line;
    ASSERT_TRUE(for_programs->has_lines(1));
    const auto item = json::parse(for_programs->lines().front());
    EXPECT_EQ(item.at("kind"), "information");
    EXPECT_EQ(item.at("from"), "dmr.01");
    EXPECT_EQ(for_people->stop(SIGTERM), 0) << for_people->errors();
    EXPECT_EQ(for_programs->stop(SIGINT), 0) << for_programs->errors();
}

TEST_F(Live, watch_is_not_told_what_is_not_its_own_nor_what_it_did_itself) {
    auto program = watch("fr");
    const auto first = wake(*program, net.member("dmr"));
    send(net.member("de"), a_secret_between("Not for France", "dmr", "state:de"));
    inform("fr", "Of France itself");
    ASSERT_EQ(informed, 0);
    send(net.member("dmr"), a_draft("For all"));
    ASSERT_TRUE(program->has_lines(first + 1));
    EXPECT_EQ(titles_of(*program).back(), "For all");
    EXPECT_EQ(titles_of(*program).size(), first + 1);
}

TEST_F(Live, other_commands_work_in_the_home_of_a_watch) {
    auto program = watch("fr");
    const auto first = wake(*program, net.member("dmr"));
    for (int i = 0; i < 3; ++i) {
        send(net.member("dmr"), a_draft(numbered(i)));
        EXPECT_EQ(::test::run(command("fr", {"sync"})).code, 0);   // whoever of the two fetches it, it is told once
    }
    ASSERT_TRUE(program->has_lines(first + 3));
    const auto told = titles_of(*program);
    EXPECT_EQ(std::vector(told.end() - 3, told.end()), (std::vector{numbered(0), numbered(1), numbered(2)}));
}

TEST_F(Live, a_restart_of_the_gateway_is_survived_and_said_once) {
    auto program = watch("fr");
    auto told = wake(*program, net.member("dmr"));
    for (const int signal : {SIGTERM, SIGKILL}) {
        net.gateway.restart(signal);
        send(net.member("dmr"), a_draft("After " + std::to_string(signal)));
        ASSERT_TRUE(program->has_lines(++told)) << program->errors();
        EXPECT_EQ(titles_of(*program).back(), "After " + std::to_string(signal));
    }
    EXPECT_EQ(program->lines().size(), told);
    EXPECT_EQ(program->stop(SIGTERM), 0);
    const auto errors = program->errors();
    std::size_t said = 0;
    for (auto at = errors.find("connection is gone"); at != std::string::npos; at = errors.find("connection is gone", at + 1))
        ++said;
    EXPECT_LE(said, 2U) << errors;
    EXPECT_GE(said, 1U) << errors;
}

TEST_F(Live, a_watch_that_was_down_tells_what_it_missed) {
    auto program = watch("fr");
    wake(*program, net.member("dmr"));
    EXPECT_EQ(program->stop(SIGTERM), 0);
    send(net.member("dmr"), a_draft("Meanwhile"));
    EXPECT_EQ(::test::run(command("fr", {"inbox"})).code, 0);
    program = watch("fr");
    ASSERT_TRUE(program->has_lines(1));
    EXPECT_EQ(titles_of(*program), std::vector<std::string>{"Meanwhile"});
}

TEST_F(Live, five_hundred_entries_through_cuts_are_told_once_each_in_order) {
    ConnectProxy proxy;
    auto program = watch("fr", {{"https_proxy", proxy.url()}, {"no_proxy", ""}});
    const auto first = wake(*program, net.member("dmr"));
    Session& dmr = net.member("dmr");
    must(dmr.sync());
    std::vector<std::string> expected;
    auto* client = must(dmr.gateway());
    for (int i = 0; i < 500; ++i) {
        if (i % 50 == 0) must(dmr.sync());   // sealing needs a fresh checkpoint, however slow the machine
        const auto draft = a_draft(numbered(i));
        must(client->submit({entry_bytes(composed(dmr, draft).batch().front())}));
        expected.push_back(numbered(i));
        if (i % 50 == 25) proxy.cut();
        if (i == 250) {
            net.gateway.restart(SIGKILL);
            must(client->health());
        }
    }
    ASSERT_TRUE(program->has_lines(first + 500)) << program->lines().size() << program->errors();
    const auto told = titles_of(*program);
    EXPECT_EQ(std::vector(told.begin() + static_cast<std::ptrdiff_t>(first), told.end()), expected);
    EXPECT_GE(proxy.tunnels(), 4U);
    EXPECT_EQ(program->stop(SIGTERM), 0);
}

TEST_F(Live, an_interceptor_is_named_to_the_person_who_gets_exit_status_3) {
    ::test::GatewayProcess other(std::string(NFP_BIN_DIR) + "/nfp-gateway");
    other.start();
    ConnectProxy proxy({.answer = {}, .authorization = {}, .lead_to = other.port()});
    BackgroundProgram program(command("fr", {"sync"}), {{"https_proxy", proxy.url()}, {"no_proxy", ""}});
    EXPECT_EQ(program.wait(), 3);
    EXPECT_NE(program.errors().find("issued by <CN="), std::string::npos) << program.errors();
    EXPECT_NE(program.errors().find("TLS inspection"), std::string::npos) << program.errors();
    EXPECT_EQ(other.log_text().find("request method"), std::string::npos);
}

TEST_F(Live, a_proxys_password_is_shown_nowhere) {
    ConnectProxy proxy({.answer = {}, .authorization = "Basic nobody", .lead_to = 0});
    BackgroundProgram program(command("fr", {"sync"}), {{"https_proxy", proxy.url("user:swordfish")}, {"no_proxy", ""}});
    EXPECT_EQ(program.wait(), 75);
    EXPECT_NE(program.errors().find("407"), std::string::npos) << program.errors();
    EXPECT_EQ((program.errors() + program.output()).find("swordfish"), std::string::npos);
}

TEST_F(Live, two_hundred_submissions_over_one_stream_are_receipted_and_delivered) {
    Session& fr = net.member("fr");
    must(fr.sync());
    auto stream = must(fr.open_stream());
    Submissions items;
    std::vector<EntryId> ids;
    for (int i = 0; i < 200; ++i) {
        const auto composer = composed(fr, a_draft(numbered(i)));
        items.push_back({entry_bytes(composer.batch().front())});
        ids.push_back(composer.batch().front().id);
    }
    std::uint64_t next = fr.view().next;
    const auto take = [&](wire::Page page) {
        const auto from = std::exchange(next, page.next);
        must(fr.take(std::move(page), from));
    };
    const auto outcomes = must(submit_all(stream, *Endpoint::parse(fr.identity().gateway), items, take));
    std::set<std::uint64_t> indexes;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const auto submitted = must(outcomes[i]);
        const auto& receipt = submitted.receipts.front();
        const auto verified = verify_receipt(ids[i], receipt.leaf, receipt.proof, net.gateway.log());
        ASSERT_TRUE(verified);
        indexes.insert(verified->index);
    }
    EXPECT_EQ(indexes.size(), 200U);
    while (fr.view().next <= *indexes.rbegin())
        if (auto message = must(stream.next(std::chrono::seconds(60)))) take(std::get<wire::Page>(std::move(*message)));
    EXPECT_EQ(clients::test::titles_of(fr).size(), 200U);
}

TEST_F(Live, long_polls_bring_the_same_where_no_stream_can_be_had) {
    Session& fr = net.member("fr");
    must(fr.sync());
    auto feed = Feed::polling(fr);
    EXPECT_TRUE(feed.polls());
    send(net.member("dmr"), a_draft("At once"));
    auto pushed = must(feed.next(std::chrono::seconds(50)));
    ASSERT_TRUE(pushed);
    must(fr.take(std::move(pushed->page), pushed->from));
    std::thread later([&] {
        ::usleep(500'000);
        send(net.member("dmr"), a_draft("Later"));
    });
    pushed = must(feed.next(std::chrono::seconds(50)));
    later.join();
    ASSERT_TRUE(pushed);
    must(fr.take(std::move(pushed->page), pushed->from));
    EXPECT_EQ(clients::test::titles_of(fr), (std::vector<std::string>{"At once", "Later"}));
}

TEST_F(Live, a_page_that_another_process_has_taken_in_already_changes_nothing) {
    Session& fr = net.member("fr");
    must(fr.sync());
    auto feed = must(Feed::open(fr));
    EXPECT_FALSE(feed.polls());
    must(feed.next(std::chrono::seconds(50)));   // the first, empty
    send(net.member("dmr"), a_draft("One"));
    auto pushed = must(feed.next(std::chrono::seconds(50)));
    ASSERT_TRUE(pushed);
    const auto copy = *pushed;
    must(fr.take(std::move(pushed->page), pushed->from));
    const auto next = fr.view().next;
    EXPECT_EQ(must(fr.take(copy.page, copy.from)).fetched, 0U);
    EXPECT_EQ(fr.view().next, next);
    send(net.member("dmr"), a_draft("Two"));
    pushed = must(feed.next(std::chrono::seconds(50)));
    pushed->page.deliveries.front().entry.back() ^= 1;   // what the gateway pushes is verified as what it answers
    EXPECT_FALSE(fr.take(std::move(pushed->page), pushed->from));
    EXPECT_EQ(fr.view().next, next);
    must(fr.sync());
    EXPECT_EQ(clients::test::titles_of(fr), (std::vector<std::string>{"One", "Two"}));
}

TEST_F(Live, a_restart_of_the_gateway_keeps_what_was_acknowledged) {
    Session& dmr = net.member("dmr");
    must(dmr.sync());
    std::vector<std::pair<crypto::Bytes, std::vector<wire::ReceiptText>>> acknowledged;
    for (const int signal : {SIGTERM, SIGKILL}) {
        for (int i = 0; i < 10; ++i) {
            auto bytes = entry_bytes(composed(dmr, a_draft(numbered(i))).batch().front());
            auto receipts = must(must(dmr.gateway())->submit({bytes})).receipts;
            acknowledged.emplace_back(std::move(bytes), std::move(receipts));
        }
        net.gateway.restart(signal);
        for (const auto& [bytes, receipts] : acknowledged) {
            const auto again = must(must(dmr.gateway())->submit({bytes}));
            EXPECT_TRUE(again.repeated);
            EXPECT_EQ(again.receipts, receipts);
        }
    }
    Session& fr = net.member("fr");
    must(fr.sync());
    EXPECT_EQ(clients::test::titles_of(fr).size(), 20U);
}

TEST_F(Live, what_is_in_the_outbox_is_sent_after_an_outage) {
    Session& dmr = net.member("dmr");
    must(dmr.sync());
    net.gateway.restart(SIGTERM);   // pins the port
    net.gateway.stop(SIGKILL);
    for (int i = 0; i < 3; ++i) {
        const auto draft = a_draft(numbered(i));
        const auto failed = dmr.send(composed(dmr, draft), &draft);
        ASSERT_FALSE(failed);
    }
    const auto waiting = dmr.store().outbox();
    ASSERT_EQ(waiting.size(), 3U);
    net.gateway.start();
    must(dmr.sync());
    EXPECT_TRUE(dmr.store().outbox().empty());
    Session& fr = net.member("fr");
    must(fr.sync());
    EXPECT_EQ(clients::test::titles_of(fr), (std::vector{numbered(0), numbered(1), numbered(2)}));
    for (const auto& item : waiting)
        EXPECT_TRUE(fr.store().entry_by_id(parse_entry(item.entries.front())->id)) << "byte for byte the same";
}

TEST_F(Live, a_watch_sends_what_waits_in_the_outbox_when_the_gateway_is_back) {
    Session& fr = net.member("fr");
    must(fr.sync());
    auto program = watch("fr");
    wake(*program, net.member("dmr"));
    net.gateway.restart(SIGTERM);
    net.gateway.stop(SIGKILL);
    const auto draft = a_draft("Written during the outage");
    ASSERT_FALSE(fr.send(composed(fr, draft), &draft));
    ASSERT_EQ(fr.store().outbox().size(), 1U);
    net.gateway.start();
    Session& dmr = net.member("dmr");
    bool there = false;
    for (int i = 0; i < 200 && !there; ++i) {
        must(dmr.sync());
        const auto titles = clients::test::titles_of(dmr);
        there = std::ranges::find(titles, "Written during the outage") != titles.end();
        ::usleep(200'000);
    }
    EXPECT_TRUE(there) << program->errors();
}

}  // namespace
}  // namespace clients::test
