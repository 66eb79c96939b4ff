#include <gtest/gtest.h>

#include "crypto/random.hpp"

namespace {

// Every program calls crypto::initialise first; for a test binary this is the place before main's tests.
class SodiumEnvironment : public testing::Environment {
    void SetUp() override { crypto::initialise(); }
};
const auto* const environment = testing::AddGlobalTestEnvironment(new SodiumEnvironment);

}  // namespace
