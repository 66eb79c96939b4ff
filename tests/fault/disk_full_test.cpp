// A full disk: submissions are refused at once, reading goes on, and nobody has to do more than make room.
#include <cstdlib>
#include <fstream>

#include "tests/fault/mounts.hpp"
#include "tests/integration/gateway/gateway_fixture.hpp"

namespace test {
namespace {

// The gateway's folder lies on a disk of its own.
class OwnDisk {
protected:
    std::string why;
    std::unique_ptr<PrivateMount> mount = PrivateMount::make(24, why);
    OwnDisk() { if (mount) ::setenv("TMPDIR", mount->path().c_str(), 1); }
    ~OwnDisk() { ::unsetenv("TMPDIR"); }
};

class full_disk : public OwnDisk, public FoundedGateway {
protected:
    void SetUp() override {
        if (!mount && std::getenv("CI")) FAIL() << why;
        if (!mount) GTEST_SKIP() << why;
        FoundedGateway::SetUp();
    }
    std::filesystem::path ballast() const { return mount->path() / "ballast"; }
    void fill() const {
        std::ofstream out(ballast(), std::ios::binary);
        const std::string piece(4096, '\0');
        while (out << piece << std::flush) {
        }
    }
    protocol::Entry large() {
        return network.written(network.person("fr.01"), "request", {"network"}, {}, std::string(60'000, 'x'));
    }

    // The log of writes has room inside, which is used up first.
    HttpResponse submit_until_refused(HttpsClient& client, std::vector<protocol::Entry>& taken) {
        for (int i = 0; i < 200; ++i) {
            const auto entry = large();
            const auto began = std::chrono::steady_clock::now();
            auto response = client.submit(entry);
            if (response.status == 201) {
                taken.push_back(entry);
                continue;
            }
            const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
            RecordProperty("refused_after_ms", std::to_string(took.count()));
            std::printf("full disk: refused after %.1f ms\n", took.count());
            EXPECT_LT(took.count(), 1000);
            return response;
        }
        return {};
    }
};

TEST_F(full_disk, refuses_within_a_second_reads_on_and_recovers_by_itself) {
    auto client = connect("fr.01");
    std::vector<protocol::Entry> taken{large()};
    const auto first = client.submit(taken.front());
    ASSERT_EQ(first.status, 201u);
    fill();
    for (int again = 0; again < 3; ++again) {
        const auto refused = submit_until_refused(client, taken);
        ASSERT_EQ(refused.status, 507u) << refused.text();
        EXPECT_EQ(refused.problem(), "store-full");
    }
    // Reading, and receipts of what is there.
    EXPECT_EQ(connect().get("/v1/health").status, 200u);
    EXPECT_EQ(client.get("/v1/log/checkpoint").status, 200u);
    EXPECT_EQ(client.get("/v1/entries/" + protocol::id_text(taken.front().id)).body, protocol::entry_bytes(taken.front()));
    EXPECT_EQ(client.submit(taken.front()).text(), first.text());
    std::vector<HttpsClient> readers;
    for (int i = 0; i < 6; ++i) readers.push_back(connect("de.01"));
    for (auto& reader : readers) EXPECT_FALSE(page(reader).deliveries.empty());
    const auto size = tree().first;

    std::filesystem::remove(ballast());
    const auto more = client.submit(large());
    EXPECT_EQ(more.status, 201u) << more.text();
    EXPECT_EQ(tree().first, size + 1);
    EXPECT_EQ(gateway.stop(), 0) << gateway.log_text();
    gateway.start();
    auto later = connect("fr.01");
    for (const auto& entry : taken) EXPECT_EQ(later.submit(entry).status, 200u);
}

}  // namespace
}  // namespace test
