#include <signal.h>

#include <atomic>
#include <functional>
#include <thread>

#include <boost/system/system_error.hpp>

#include "tests/integration/gateway/gateway_fixture.hpp"

namespace test {
namespace {

class shutdown_ : public FoundedGateway {
protected:
    // Members submit without pause until the gateway is gone. What each was told is kept.
    struct Load {
        std::vector<protocol::Entry> sent;         // in order; the last may be unanswered
        std::vector<std::string> receipts;         // of the first ones
    };
    std::atomic<int> acknowledged = 0;
    void wait_for_load() const {
        for (int i = 0; i < 6000 && acknowledged < 20; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    std::vector<Load> run_load(int threads, const std::function<void()>& disturb) {
        std::vector<Load> loads(static_cast<std::size_t>(threads));
        for (auto& load : loads)
            for (int i = 0; i < 100; ++i) load.sent.push_back(network.request(network.person("fr.01")));
        std::vector<std::thread> running;
        for (auto& load : loads)
            running.emplace_back([&] {
                try {
                    auto client = connect("fr.01");
                    for (const auto& entry : load.sent) {
                        const auto response = client.submit(entry);
                        if (response.status != 201) break;
                        load.receipts.push_back(response.text());
                        ++acknowledged;
                    }
                } catch (const boost::system::system_error&) {
                }
            });
        disturb();
        for (auto& thread : running) thread.join();
        return loads;
    }
    // Everything acknowledged is there with the same receipt; numbers have no gap.
    void check_after_restart(const std::vector<Load>& loads) {
        gateway.start();
        auto client = connect("fr.01");
        std::size_t receipts = 0;
        for (const auto& load : loads) {
            receipts += load.receipts.size();
            for (std::size_t i = 0; i < load.receipts.size(); ++i) {
                const auto again = client.submit(load.sent[i]);
                EXPECT_EQ(again.status, 200u);
                EXPECT_EQ(again.text(), load.receipts[i]);
            }
        }
        EXPECT_GE(receipts, 20u);
        std::uint64_t next = 1;
        for (auto got = page(client);; got = page(client, "?after=" + std::to_string(got.next - 1))) {
            for (const auto& delivery : got.deliveries) {
                const auto number = protocol::parse_leaf(delivery.leaf)->number;
                if (number) {
                    EXPECT_EQ(number->count, next++);
                }
            }
            if (!got.more) break;
        }
        EXPECT_GE(next - 1, receipts);
        EXPECT_LE(next - 1, receipts + loads.size());  // at most one in flight for each
    }
};

TEST_F(shutdown_, sigterm_under_load_loses_nothing_acknowledged) {
    int code = -1;
    const auto loads = run_load(4, [&] {
        wait_for_load();
        code = gateway.stop();
    });
    EXPECT_EQ(code, 0) << gateway.log_text();
    check_after_restart(loads);
}

TEST_F(shutdown_, sigkill_under_load_loses_nothing_acknowledged) {
    const auto loads = run_load(4, [&] {
        wait_for_load();
        gateway.stop(SIGKILL);
    });
    check_after_restart(loads);
}

TEST_F(shutdown_, an_idle_gateway_stops_at_once) {
    auto idle = connect("fr.01");
    EXPECT_EQ(idle.get("/v1/health").status, 200u);
    const auto began = std::chrono::steady_clock::now();
    EXPECT_EQ(gateway.stop(SIGINT), 0);
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(10));
}

}  // namespace
}  // namespace test
