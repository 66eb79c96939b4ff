// The end of a designation, by an entry or by its date: what is open is closed within a second, what waits is refused by name.
#include <sqlite3.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <future>
#include <iostream>
#include <thread>

#include <boost/system/system_error.hpp>

#include "tests/integration/gateway/people_fixture.hpp"
#include "tests/support/stream_client.hpp"

namespace test {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::system_clock;   // an end by date is measured against it
using protocol::wire::StreamAnswer;

constexpr int rounds = 20;

struct Closed {
    Clock::time_point at;
    std::string heard;
};

double ms_between(Clock::time_point from, Clock::time_point to) {
    return std::chrono::duration<double, std::milli>(to - from).count();
}

class ending : public PeopledGateway {
protected:
    ending() : PeopledGateway({{"response_timeout_ms", "300000"}, {"connections_per_address_max", "100"}}) {}

    static std::string handle_of(int i) { return "dmr." + std::to_string(10 + i); }

    // When a connection ends, and what is heard on it until then.
    static std::future<Closed> closing(HttpsClient client) {
        auto held = std::make_shared<HttpsClient>(std::move(client));   // owners: the thread, until it is done
        return std::async(std::launch::async, [held] {
            auto heard = held->read_until_closed();
            return Closed{.at = Clock::now(), .heard = std::move(heard)};
        });
    }
    static std::future<Closed> closing(StreamClient client) {
        auto held = std::make_shared<StreamClient>(std::move(client));   // likewise
        return std::async(std::launch::async, [held] {
            const auto code = held->close_code();
            return Closed{.at = Clock::now(), .heard = std::to_string(code) + " " + held->close_reason()};
        });
    }
    bool closed_unheard(const Person& person) {
        try {
            (void)connect(&person).get("/v1/health");
            return false;
        } catch (const boost::system::system_error&) {
            return true;
        }
    }
    std::size_t sockets() const {
        std::size_t count = 0;
        std::error_code gone;   // a descriptor may be closed while we look
        for (const auto& file : std::filesystem::directory_iterator("/proc/" + std::to_string(gateway.pid()) + "/fd"))
            count += std::filesystem::read_symlink(file, gone).string().starts_with("socket:");
        return count;
    }

    // A machine that is busy with something else takes its time: the half of all must be in time, and none late beyond doubt.
    void expect_in_time(const char* what, std::vector<double> ms) {
        std::ranges::sort(ms);
        const auto median = ms[ms.size() / 2], longest = ms.back();
        std::cout << what << ": median " << median << " ms, longest " << longest << " ms of " << ms.size() << std::endl;
        EXPECT_LT(median, 1'000);
        EXPECT_LT(longest, 5'000);
    }

    // For each round an expert, something open of theirs, and their revocation: how long until it is closed.
    template <class Open>
    std::vector<double> close_times(Open open, const std::string& heard) {
        std::vector<double> out;
        for (int i = 0; i < rounds; ++i) {
            const auto& person = expert(handle_of(i));
            auto closed = open(person);
            const auto end = revocation(network.officer(), handle_of(i));
            const auto sent = Clock::now();
            take("dmr.01", {end});
            const auto got = closed.get();
            EXPECT_NE(got.heard.find(heard), std::string::npos) << got.heard;
            out.push_back(ms_between(sent, got.at));
        }
        return out;
    }
};

TEST_F(ending, closes_idle_connections) {
    expect_in_time("idle", close_times([&](const Person& person) {
        auto client = connect(&person);
        EXPECT_EQ(client.get("/v1/health").status, 200u);
        return closing(std::move(client));
    }, ""));
    EXPECT_TRUE(closed_unheard(network.person(handle_of(0))));
}

TEST_F(ending, answers_long_polls_by_name_and_closes) {
    expect_in_time("long-poll", close_times([&](const Person& person) {
        auto client = connect(&person);
        client.write_raw("GET /v1/entries?after=" + std::to_string(network.size() - 1) + "&wait=50 HTTP/1.1\r\nHost: h\r\n\r\n");
        std::this_thread::sleep_for(50ms);   // it waits by now; did it not, it would be answered so all the same
        return closing(std::move(client));
    }, "urn:nfp:problem:not-designated"));
}

TEST_F(ending, closes_streams_by_name) {
    expect_in_time("stream", close_times([&](const Person& person) {
        StreamClient live(gateway.port(), person);
        (void)live.read_page();
        return closing(std::move(live));
    }, "1008 not-designated"));
}

TEST_F(ending, refuses_by_name_what_is_not_whole_yet) {
    expect_in_time("in a body", close_times([&](const Person& person) {
        auto client = connect(&person);
        client.write_raw(
            "POST /v1/entries HTTP/1.1\r\nHost: h\r\nContent-Type: application/vnd.nfp.entry\r\nContent-Length: "
            "100000\r\n\r\n{\"audience\":");
        std::this_thread::sleep_for(50ms);
        return closing(std::move(client));
    }, "urn:nfp:problem:not-designated"));
    auto& person = expert("dmr.90");
    auto client = connect(&person);
    client.write_raw("GET /v1/ent");
    std::this_thread::sleep_for(50ms);
    auto closed = closing(std::move(client));
    take("dmr.01", {revocation(network.officer(), "dmr.90")});
    EXPECT_NE(closed.get().heard.find("not-designated"), std::string::npos);
}

TEST_F(ending, comes_by_its_date_though_nobody_sends_anything) {
    std::vector<std::string> handles;
    for (int i = 0; i < rounds; ++i) handles.push_back(handle_of(i));
    for (const auto& handle : handles) (void)network.person(handle);   // keys take their time
    const auto until = wall_seconds() + 6;
    designate_experts(handles, until);
    std::vector<std::future<Closed>> idle;
    for (const auto& handle : handles) {
        auto client = connect(handle);
        EXPECT_EQ(client.get("/v1/health").status, 200u);
        idle.push_back(closing(std::move(client)));
    }
    auto live = closing(StreamClient(gateway.port(), network.person(handle_of(0))));
    ASSERT_LT(wall_seconds(), until) << "the preparations took too long to tell";
    std::vector<double> ms;
    const auto ended = Clock::time_point(std::chrono::seconds(until));
    for (auto& one : idle) ms.push_back(ms_between(ended, one.get().at));
    EXPECT_GE(std::ranges::min(ms), -50) << "closed before the date";
    expect_in_time("by date", std::move(ms));
    EXPECT_EQ(live.get().heard, "1008 not-designated");
}

TEST_F(ending, of_a_device_closes_that_device_alone) {
    const auto lost = further_device("fr.01");
    auto kept = connect("fr.01");
    StreamClient kept_stream(gateway.port(), network.person("fr.01"));
    auto other = connect("de.01");
    for (auto* client : {&kept, &other}) EXPECT_EQ(client->get("/v1/health").status, 200u);
    std::vector<std::future<Closed>> closed;
    auto idle = connect(&lost);
    EXPECT_EQ(idle.get("/v1/entries").status, 200u);
    closed.push_back(closing(std::move(idle)));
    auto waiting = connect(&lost);
    waiting.write_raw("GET /v1/entries?after=" + std::to_string(network.size() - 1) + "&wait=50 HTTP/1.1\r\nHost: h\r\n\r\n");
    closed.push_back(closing(std::move(waiting)));
    closed.push_back(closing(StreamClient(gateway.port(), lost)));
    std::this_thread::sleep_for(100ms);

    const auto sent = Clock::now();
    take("fr.01", {revocation(network.person("fr.01"), "fr.01", lost.device())});
    std::vector<double> ms;
    for (auto& one : closed) ms.push_back(ms_between(sent, one.get().at));
    expect_in_time("a device's", std::move(ms));
    EXPECT_TRUE(closed_unheard(lost));
    EXPECT_EQ(kept.get("/v1/entries").status, 200u);
    EXPECT_EQ(other.get("/v1/entries").status, 200u);
    const auto note = network.information(network.person("fr.01"));
    kept_stream.submit(1, note);
    EXPECT_TRUE(kept_stream.read_answer().result);
    EXPECT_EQ(connect("fr.01").submit(network.information(network.person("fr.01"))).status, 201u);
}

TEST_F(ending, by_oneself_is_acknowledged_before_the_connection_closes) {
    auto& person = expert("dmr.10");
    auto client = connect(&person);
    const auto own = revocation(person, "dmr.10");
    const auto answer = client.submit(own);
    EXPECT_EQ(answer.status, 201u) << answer.text();
    const auto receipts = protocol::wire::parse_receipts(answer.text()).value();
    EXPECT_TRUE(protocol::verify_receipt(own.id, receipts[0].leaf, receipts[0].proof, gateway.log()));
    EXPECT_EQ(client.read_until_closed(), "");
    EXPECT_TRUE(closed_unheard(person));
}

// Keeps the gateway's committer waiting: another process has the database to write.
class HeldDatabase {
public:
    explicit HeldDatabase(const std::filesystem::path& file) {
        if (sqlite3_open(file.c_str(), &database_) != SQLITE_OK ||
            sqlite3_exec(database_, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) != SQLITE_OK)
            throw std::runtime_error("cannot hold the database");
    }
    ~HeldDatabase() { sqlite3_close(database_); }
    HeldDatabase(const HeldDatabase&) = delete;

private:
    sqlite3* database_ = nullptr;
};

TEST_F(ending, refuses_by_name_what_waits_in_the_queue_behind_it) {
    const auto lost = further_device("fr.01");
    const auto before = network.information(network.person("fr.01")), behind = network.information(network.person("fr.01"));
    const auto end = revocation(network.person("fr.01"), "fr.01", lost.device());
    StreamClient live(gateway.port(), lost);
    auto client = connect(&lost);
    EXPECT_EQ(client.get("/v1/health").status, 200u);
    const auto submit = [](HttpsClient from, const protocol::Entry& entry) {
        auto held = std::make_shared<HttpsClient>(std::move(from));   // owners: the thread, until it is done
        return std::async(std::launch::async, [held, entry] {
            const auto answer = held->submit(entry);
            return std::pair(answer, held->read_until_closed());
        });
    };
    std::optional<HeldDatabase> hold(gateway.folder() / "register.sqlite");
    auto author = connect("fr.01");
    auto revoked = std::async(std::launch::async, [&] { return author.submit(end); });
    std::this_thread::sleep_for(300ms);
    auto carried = submit(std::move(client), before);   // valid but for who carries it
    live.submit(1, behind);
    std::this_thread::sleep_for(300ms);
    hold.reset();

    const auto taken = revoked.get();
    EXPECT_EQ(taken.status, 201u) << taken.text();
    const auto [answer, rest] = carried.get();
    EXPECT_EQ(answer.status, 403u);
    EXPECT_EQ(answer.problem(), "not-designated");
    EXPECT_EQ(rest, "") << "and closed";
    const auto refused = live.read_answer();
    ASSERT_FALSE(refused.result);
    EXPECT_EQ(refused.result.error().name, "not-designated");
    EXPECT_EQ(live.close_code(), 1008u);
    for (const auto& entry : {before, behind})
        EXPECT_EQ(connect("dmr.01").get("/v1/entries/" + protocol::id_text(entry.id)).status, 404u);
}

TEST_F(ending, does_not_wait_for_a_peer_that_takes_nothing) {
    const auto lost = further_device("fr.01");
    const std::string text(1'000'000, 'x');
    for (int i = 0; i < 8; ++i)
        ASSERT_EQ(connect("de.01").submit(network.written(network.person("de.01"), "information", {"network"}, {}, text)).status,
                  201u);
    std::this_thread::sleep_for(500ms);   // those that were closed are
    const auto before = sockets();
    auto deaf = connect(&lost);
    for (int i = 0; i < 8; ++i) deaf.write_raw("GET /v1/entries HTTP/1.1\r\nHost: h\r\n\r\n");  // 64 MB, of which nothing is read
    StreamClient deaf_stream(gateway.port(), lost);
    std::this_thread::sleep_for(1s);
    EXPECT_EQ(sockets(), before + 2);
    const auto sent = Clock::now();
    take("fr.01", {revocation(network.person("fr.01"), "fr.01", lost.device())});
    while (sockets() > before && Clock::now() - sent < 20s) std::this_thread::sleep_for(10ms);
    EXPECT_LE(sockets(), before);
    expect_in_time("of a peer that takes nothing", {ms_between(sent, Clock::now())});
}

TEST_F(ending, leaves_nothing_to_the_person_whatever_the_race) {
    std::atomic<bool> over{false};
    auto& person = expert("dmr.10");
    // Opens connections all the time: one that shook hands before and asks after is refused like the others.
    auto racing = std::async(std::launch::async, [&] {
        int answered = 0;
        while (!over) {
            try {
                auto client = connect(&person);
                for (;;) {
                    const bool late = over;
                    const auto answer = client.get("/v1/entries");
                    if (answer.status == 200) ++answered;
                    else EXPECT_EQ(answer.problem(), "not-designated");
                    EXPECT_FALSE(late && answer.status == 200);
                }
            } catch (const boost::system::system_error&) {
            }
        }
        return answered;
    });
    std::this_thread::sleep_for(300ms);
    take("dmr.01", {revocation(network.officer(), "dmr.10")});
    over = true;
    EXPECT_GT(racing.get(), 0);
}

}  // namespace
}  // namespace test
