#include <boost/system/system_error.hpp>

#include <future>
#include <thread>

#include "tests/integration/gateway/gateway_fixture.hpp"

namespace test {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

class long_poll : public FoundedGateway {
protected:
    struct Answered {
        protocol::wire::Page page;
        double seconds = 0;
    };
    // The answer to a long-poll that another thread waits for.
    std::future<Answered> poll(const std::string& handle, const std::string& query) {
        auto client = std::make_shared<HttpsClient>(connect(handle));   // owners: the thread, until it is done
        return std::async(std::launch::async, [this, client, query] {
            const auto began = Clock::now();
            auto got = page(*client, query);
            return Answered{.page = std::move(got), .seconds = std::chrono::duration<double>(Clock::now() - began).count()};
        });
    }
};

TEST_F(long_poll, answers_at_once_when_something_is_there) {
    const auto got = poll("de.01", "?after=5&wait=50").get();
    EXPECT_EQ(got.page.deliveries.front().index, 6u);
    EXPECT_LT(got.seconds, 20);
    EXPECT_FALSE(poll("de.01", "?wait=50").get().page.deliveries.empty());
}

TEST_F(long_poll, answers_when_something_for_the_caller_is_appended_and_not_before) {
    auto theirs = poll("de.01", "?after=11&wait=50");
    auto strangers = poll("fr.01", "?after=11&wait=50");
    std::this_thread::sleep_for(300ms);   // they wait by now; were they not, they would be answered at once all the same
    const auto secret = network.information(network.officer(), {"dmr", "state:de"});
    ASSERT_EQ(connect("dmr.01").submit(secret).status, 201u);
    const auto got = theirs.get();
    ASSERT_EQ(got.page.deliveries.size(), 1u);
    EXPECT_EQ(got.page.deliveries[0].entry, protocol::entry_bytes(secret));
    EXPECT_LT(got.seconds, 30);
    EXPECT_EQ(strangers.wait_for(500ms), std::future_status::timeout);
    const auto open = network.information(network.officer());
    ASSERT_EQ(connect("dmr.01").submit(open).status, 201u);
    const auto other = strangers.get();
    ASSERT_EQ(other.page.deliveries.size(), 1u);
    EXPECT_EQ(other.page.deliveries[0].index, 13u);
}

TEST_F(long_poll, ends_with_an_empty_page_and_a_fresh_checkpoint) {
    const auto began = wall_seconds();
    const auto got = poll("de.01", "?after=11&wait=5").get();
    EXPECT_TRUE(got.page.deliveries.empty());
    EXPECT_EQ(got.page.next, 12u);
    EXPECT_GE(got.seconds, 4.5);
    EXPECT_LT(got.seconds, 30);
    EXPECT_GE(protocol::open_checkpoint(got.page.checkpoint, gateway.log())->commitments.time, began + 1);
}

TEST_F(long_poll, takes_bounded_times_only) {
    auto client = connect("de.01");
    for (const char* bad : {"?wait=", "?wait=51", "?wait=-1", "?wait=1x", "?wait=01", "?wait=1&after=3",
                            "?after=1&wait=", "?after=1&", "?after=1&wait=1&"})
        EXPECT_EQ(client.get(std::string("/v1/entries") + bad).status, 400u) << bad;
    EXPECT_EQ(client.get("/v1/entries?after=11&wait=0").status, 200u);
}

TEST_F(long_poll, one_person_waits_a_bounded_number_of_times) {
    std::vector<std::future<Answered>> waiting;
    for (int i = 0; i < 8; ++i) waiting.push_back(poll("de.01", "?after=11&wait=20"));
    std::this_thread::sleep_for(1s);
    EXPECT_EQ(connect("de.01").get("/v1/entries?after=11&wait=20").problem(), "overloaded");
    ASSERT_EQ(connect("dmr.01").submit(network.information(network.officer())).status, 201u);
    for (auto& one : waiting) EXPECT_EQ(one.get().page.deliveries.size(), 1u);
}

TEST_F(long_poll, sigterm_answers_who_waits) {
    auto waiting = poll("de.01", "?after=11&wait=50");
    std::this_thread::sleep_for(300ms);
    EXPECT_EQ(gateway.stop(), 0);
    const auto got = waiting.get();
    EXPECT_TRUE(got.page.deliveries.empty());
    EXPECT_LT(got.seconds, 9);
}

}  // namespace
}  // namespace test
