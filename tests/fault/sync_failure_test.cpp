// A sync that fails. The kernel may call the pages clean afterwards, so nothing that came after it can be believed.
#include <signal.h>

#include <fstream>

#include <boost/system/system_error.hpp>

#include "tests/integration/gateway/gateway_fixture.hpp"

namespace test {
namespace {

class failed_sync : public FoundedGateway {
protected:
    TemporaryFolder outside;
    const std::string trigger = outside / "fail";
    std::vector<protocol::Entry> sent;
    std::vector<std::string> receipts;   // of the first ones

    // The gateway runs on with a disk whose syncs of `file` fail from fail() on.
    void watch(const std::string& file) {
        gateway.stop();
        gateway.environment = {{"LD_PRELOAD", NFP_FAULT_SHIM}, {"NFP_FAIL_SYNC_WHEN", trigger}, {"NFP_FAIL_SYNC_OF", file}};
        gateway.start();
    }
    void fail() { std::ofstream(trigger) << "now"; }

    // Until there is no answer; each acknowledged before the next.
    void submit_until_it_stops(std::size_t count_max, std::size_t text_bytes) {
        try {
            auto client = connect("fr.01");
            while (sent.size() < count_max) {
                sent.push_back(
                    network.written(network.person("fr.01"), "request", {"network"}, {}, std::string(text_bytes, 'x')));
                const auto response = client.submit(sent.back());
                ASSERT_EQ(response.status, 201u) << response.text();
                receipts.push_back(response.text());
            }
        } catch (const boost::system::system_error&) {
        }
    }
    void expect_clear_end() {
        EXPECT_EQ(gateway.wait(), 3);
        EXPECT_NE(gateway.log_text().find("store failed, stopping"), std::string::npos) << gateway.log_text();
        EXPECT_NE(gateway.log_text().find("sync failed"), std::string::npos) << gateway.log_text();
    }
    void expect_recovery() {
        std::filesystem::remove(trigger);
        gateway.environment.clear();
        gateway.start();
        auto client = connect("fr.01");
        for (std::size_t i = 0; i < receipts.size(); ++i) EXPECT_EQ(client.submit(sent[i]).text(), receipts[i]);
        for (std::size_t i = receipts.size(); i < sent.size(); ++i) {
            const auto status = client.submit(sent[i]).status;
            EXPECT_TRUE(status == 200 || status == 201) << status;
        }
    }
};

TEST_F(failed_sync, of_the_log_stops_the_gateway_and_acknowledges_nothing) {
    watch("-wal");
    submit_until_it_stops(3, 10);
    ASSERT_EQ(receipts.size(), 3u);
    fail();
    submit_until_it_stops(4, 10);
    EXPECT_EQ(receipts.size(), 3u);
    expect_clear_end();
    expect_recovery();
}

// SQLite alone would say nothing here, drop the log when the next sync succeeds, and lose what the first one lost.
TEST_F(failed_sync, of_the_database_stops_the_gateway_too) {
    watch("/register.sqlite");
    fail();
    submit_until_it_stops(200, 100'000);
    EXPECT_GT(receipts.size(), 5u);
    ASSERT_LT(receipts.size(), 200u) << "nobody has noticed";
    expect_clear_end();
    expect_recovery();
}

TEST_F(failed_sync, at_the_start_means_no_start) {
    const auto size = tree().first;
    ASSERT_EQ(connect("fr.01").submit(network.request(network.person("fr.01"))).status, 201u);
    gateway.stop(SIGKILL);  // the log is left for the next start
    fail();
    gateway.environment = {
        {"LD_PRELOAD", NFP_FAULT_SHIM}, {"NFP_FAIL_SYNC_WHEN", trigger}, {"NFP_FAIL_SYNC_OF", "/register.sqlite"}};
    EXPECT_THROW(gateway.start(), std::runtime_error);
    std::filesystem::remove(trigger);
    gateway.environment.clear();
    gateway.start();
    EXPECT_EQ(tree().first, size + 1);
}

}  // namespace
}  // namespace test
