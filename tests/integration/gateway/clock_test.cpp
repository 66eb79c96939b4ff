// The machine's clock jumps, while the monotonic one goes on: libfaketime, with the jump in a file that a running process
// rereads.
#include <signal.h>

#include <cstdlib>
#include <fstream>
#include <thread>

#include <nlohmann/json.hpp>

#include "tests/integration/gateway/gateway_fixture.hpp"
#include "tests/support/shifted_clock.hpp"

namespace test {
namespace {

using std::chrono::milliseconds;

class clock_ : public FoundedGateway {
protected:
    TemporaryFolder outside;
    const std::string offset = outside / "offset";

    void SetUp() override {
        if (const auto why = why_no_shifted_clock(); !why.empty()) GTEST_SKIP() << why;
        const std::string library = faketime_library();
        gateway.environment = {{"LD_PRELOAD", library}, {"FAKETIME_TIMESTAMP_FILE", offset}, {"FAKETIME_NO_CACHE", "1"},
                               {"FAKETIME_DONT_FAKE_MONOTONIC", "1"}, {"DONT_FAKE_MONOTONIC", "1"}};
        jump("+0");
        FoundedGateway::SetUp();
    }
    void jump(const std::string& by) {
        std::ofstream(offset + ".new") << by << "\n";
        std::filesystem::rename(offset + ".new", offset);
    }
    protocol::Entry request() { return network.request(network.person("fr.01")); }
    std::string health(const std::string& field) {
        return nlohmann::json::parse(connect().get("/v1/health").text()).at(field).dump();
    }
    // The last leaf's time, as a reader sees it.
    std::int64_t newest_time() {
        auto client = connect("fr.01");
        const auto got = page(client);
        return protocol::parse_leaf(got.deliveries.back().leaf)->time;
    }
    std::int64_t checkpoint_time() {
        return protocol::open_checkpoint(connect("fr.01").get("/v1/log/checkpoint").text(), gateway.log())->commitments.time;
    }
    bool wait_for_log(const std::string& text) const {
        for (int i = 0; i < 500; ++i, std::this_thread::sleep_for(milliseconds(20)))
            if (gateway.log_text().find(text) != std::string::npos) return true;
        return false;
    }
    void confirm() {
        ASSERT_EQ(::kill(gateway.pid(), SIGUSR1), 0);
        EXPECT_TRUE(wait_for_log("clock confirmed")) << gateway.log_text();
    }
    void expect_stopped() {
        const auto refused = connect("fr.01").submit(request());
        EXPECT_EQ(refused.status, 503u) << refused.text();
        EXPECT_EQ(refused.problem(), "clock");
        EXPECT_EQ(health("clock"), "\"unconfirmed\"");
        EXPECT_TRUE(wait_for_log("nothing is appended until you confirm")) << gateway.log_text();
    }
};

class jumps : public clock_, public testing::WithParamInterface<const char*> {};

TEST_P(jumps, while_running_stop_appending_until_the_operator_confirms_and_reading_goes_on) {
    auto open = connect("fr.01");
    const auto before = request();
    const auto receipt = open.submit(before);
    ASSERT_EQ(receipt.status, 201u);
    const auto time = newest_time();
    jump(GetParam());
    EXPECT_EQ(open.submit(request()).status, 503u);  // the connection lives on
    expect_stopped();
    // What was taken gives its receipt again; checkpoints go on by the monotonic clock.
    EXPECT_EQ(open.submit(before).text(), receipt.text());
    EXPECT_NEAR(static_cast<double>(checkpoint_time()), static_cast<double>(wall_seconds()), 60);
    EXPECT_EQ(newest_time(), time);
    // The clock comes back, but nobody has looked yet.
    jump("+0");
    expect_stopped();
    confirm();
    EXPECT_EQ(health("clock"), "\"ok\"");
    EXPECT_EQ(open.submit(request()).status, 201u);
    EXPECT_NEAR(static_cast<double>(newest_time()), static_cast<double>(wall_seconds()), 60);
}

TEST_P(jumps, at_the_start_stop_appending_until_the_operator_confirms_and_time_does_not_run_backwards) {
    const auto time = newest_time();
    gateway.stop();
    jump(GetParam());
    gateway.start();
    expect_stopped();
    EXPECT_EQ(newest_time(), time);
    confirm();
    const auto taken = connect("fr.01").submit(request());
    ASSERT_EQ(taken.status, 201u) << taken.text();
    const bool forward = *GetParam() == '+';
    if (forward) EXPECT_GT(newest_time(), time + 700 * 86'400);
    else EXPECT_EQ(newest_time(), time);
}

INSTANTIATE_TEST_SUITE_P(of_years, jumps, testing::Values("+3y", "-3y"),
                         [](const auto& one) { return *one.param == '+' ? "forward" : "back"; });

TEST_F(clock_, twelve_days_between_two_starts_are_nothing_special) {
    gateway.stop();
    jump("+12d");
    gateway.start();
    EXPECT_EQ(connect("fr.01").submit(request()).status, 201u);
    EXPECT_EQ(health("clock"), "\"ok\"");
    ASSERT_EQ(::kill(gateway.pid(), SIGUSR1), 0);  // needless, and harmless
    EXPECT_TRUE(wait_for_log("needs no confirmation"));
    EXPECT_EQ(connect("fr.01").submit(request()).status, 201u);
}

}  // namespace
}  // namespace test
