#include <gtest/gtest.h>

#include "crypto/random.hpp"

namespace {

struct SodiumEnvironment : testing::Environment {
    void SetUp() override { crypto::initialise(); }
};
[[maybe_unused]] const auto* const environment = testing::AddGlobalTestEnvironment(new SodiumEnvironment);

}  // namespace
